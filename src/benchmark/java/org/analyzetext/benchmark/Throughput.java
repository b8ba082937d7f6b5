package org.analyzetext.benchmark;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.analyzetext.edge.kafka.Broker;

/**
 * Topic to topic with a service that takes no time: this project and the plain loops in turn, each run in new processes
 * with new topics. All are timed from a fifth of the results, when the Java machine is warm, to the last.
 */
final class Throughput {
    private static final int THREADS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CALLS_OF_A_QUOTA = 1_000;

    private final Path folder;
    private final Broker broker;
    private final int documents;
    private final PrintStream progress;

    Throughput(Path folder, Broker broker, int documents, PrintStream progress) {
        this.folder = folder;
        this.broker = broker;
        this.documents = documents;
        this.progress = progress;
    }

    /** Who does the work. */
    private enum Worker {
        PLAIN("plain Java loop, " + THREADS + " threads"),
        GUARANTEED("plain Java loop, " + THREADS + " threads, with our guarantee"),
        OURS("this project, as it comes");

        private final String title;

        Worker(String title) {
            this.title = title;
        }
    }

    /** CPU of a document, and documents a second, of each run; and their ratios to those of the plain loop. */
    List<Measured> measure(int runs) throws Exception {
        Map<Worker, List<Run>> all = new EnumMap<>(Worker.class);
        for (int run = 0; run < runs; run++) {
            for (Worker worker : Worker.values()) {
                Run measured = once(run + "-" + worker.name().toLowerCase(Locale.ROOT), worker);
                all.computeIfAbsent(worker, any -> new ArrayList<>()).add(measured);
                progress.printf(
                        Locale.ROOT,
                        "  run %d of %d, %s: %.2f ms CPU a document, %.0f documents/s%n",
                        run + 1,
                        runs,
                        worker.title,
                        measured.ownCpu() + measured.brokerCpu(),
                        measured.perSecond());
            }
        }
        List<Run> plain = all.get(Worker.PLAIN);
        List<Measured> rows = new ArrayList<>();
        all.forEach((worker, its) -> rows.add(row(worker.title, its, plain)));
        return rows;
    }

    private Measured row(String name, List<Run> runs, List<Run> plain) {
        double cpu = median(runs, run -> run.ownCpu() + run.brokerCpu());
        double perSecond = median(runs, Run::perSecond);
        return new Measured()
                .put("contender", name)
                .put("documents", documents)
                .put("cpuMillisPerDocument", cpu)
                .put("cpuRatio", cpu / median(plain, run -> run.ownCpu() + run.brokerCpu()))
                .put("ownCpuMillis", median(runs, Run::ownCpu))
                .put("brokerCpuMillis", median(runs, Run::brokerCpu))
                .put("serviceCpuMillis", median(runs, Run::serviceCpu))
                .put("documentsPerSecond", perSecond)
                .put("ratio", perSecond / median(plain, Run::perSecond))
                .put(
                        "runs",
                        runs.stream().map(run -> Math.round(run.perSecond())).toList());
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        return median(runs.stream().mapToDouble(figure).toArray());
    }

    /** How many quotas of 1,000 calls a minute one instance, as it comes, fills with calls of so many ms. */
    Measured quotas(int callMillis) throws Exception {
        progress.printf("  one instance, calls of %d ms%n", callMillis);
        Run run = once("quotas", Worker.OURS, "--call-latency", callMillis + "ms");
        return new Measured()
                .put("contender", Worker.OURS.title)
                .put("callMillis", callMillis)
                .put("callsPerMinute", run.callsPerMinute())
                .put("quotas", run.callsPerMinute() / CALLS_OF_A_QUOTA);
    }

    /** CPU in ms a document; of the application or loop, the broker and the service. */
    private record Run(double perSecond, double ownCpu, double brokerCpu, double serviceCpu, double callsPerMinute) {}

    /** What everybody has used of the processors, in seconds, and the service has been called, up to a moment. */
    private record Used(long nanos, int arrived, double own, double broker, double service, long calls) {}

    private Used used(KafkaPlace place, JavaProcess process, ServiceProcess service) {
        return new Used(
                System.nanoTime(),
                place.arrivedSoFar(),
                process.cpuSeconds(),
                JavaProcess.cpuSeconds(broker.pid()),
                service.cpuSeconds(),
                service.counts().calls());
    }

    private Run once(String name, Worker worker, String... serviceOptions) throws Exception {
        Path home = folder.resolve(name);
        List<String> options = new ArrayList<>(List.of("--job-duration", "0ms"));
        options.addAll(List.of(serviceOptions));
        try (ServiceProcess service = ServiceProcess.start(home, false, options.toArray(String[]::new));
                KafkaPlace place = new KafkaPlace(broker.address(), name)) {
            place.write(0, documents);
            place.read();
            try (JavaProcess process =
                    worker == Worker.OURS ? ours(home, service, place) : plain(home, service, place, worker)) {
                await(place, documents / 5, process);
                Used begin = used(place, process, service);
                await(place, documents, process);
                Used end = used(place, process, service);
                long different = place.arrived().stream()
                        .map(Publication::document)
                        .distinct()
                        .count();
                if (different != documents) {
                    throw new IllegalStateException(different + " documents have results, not " + documents);
                }
                double seconds = (end.nanos() - begin.nanos()) / 1e9;
                double millis = 1_000.0 / (end.arrived() - begin.arrived());
                return new Run(
                        (end.arrived() - begin.arrived()) / seconds,
                        (end.own() - begin.own()) * millis,
                        (end.broker() - begin.broker()) * millis,
                        (end.service() - begin.service()) * millis,
                        (end.calls() - begin.calls()) / seconds * 60);
            }
        }
    }

    private static void await(KafkaPlace place, int count, JavaProcess process) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (place.arrivedSoFar() < count) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IllegalStateException(
                        place.arrivedSoFar() + " of " + count + " results came; it said: " + process.said());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static JavaProcess ours(Path home, ServiceProcess service, KafkaPlace place) throws Exception {
        Map<String, String> properties = place.properties(OurPipeline.properties(service));
        properties.put("quota.enabled", "false");
        properties.put("poll.first-poll", "1ms");
        return OurPipeline.start(home, properties, OurPipeline.JAVA_OPTIONS);
    }

    private static JavaProcess plain(Path home, ServiceProcess service, KafkaPlace place, Worker worker)
            throws Exception {
        place.create(place.documents() + "-jobs");
        return JavaProcess.startClass(
                home,
                "loop",
                PlainLoopPeer.class,
                List.of(
                        service.endpoint().toString(),
                        place.brokers(),
                        place.documents(),
                        place.results(),
                        place.documents() + "-jobs",
                        Integer.toString(THREADS),
                        Boolean.toString(worker == Worker.GUARANTEED)));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
