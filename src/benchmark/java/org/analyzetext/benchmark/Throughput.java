package org.analyzetext.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Topic to topic with a service that takes no time: this project and the plain loop in turn, each run in new processes
 * with new topics. Both are timed from a fifth of the results, when the Java machine is warm, to the last.
 */
final class Throughput {
    private static final int THREADS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final String brokers;
    private final int documents;

    Throughput(Path folder, String brokers, int documents) {
        this.folder = folder;
        this.brokers = brokers;
        this.documents = documents;
    }

    /** Documents a second of each run, and the ratio of the medians. */
    List<Measured> measure(int runs) throws Exception {
        double[] ours = new double[runs];
        double[] plain = new double[runs];
        double[] ourCpu = new double[runs];
        double[] plainCpu = new double[runs];
        for (int run = 0; run < runs; run++) {
            Run first = once("plain-" + run, false);
            Run second = once("ours-" + run, true);
            plain[run] = first.perSecond();
            plainCpu[run] = first.cpuSeconds();
            ours[run] = second.perSecond();
            ourCpu[run] = second.cpuSeconds();
        }
        double ratio = median(ours) / median(plain);
        List<Measured> rows = new ArrayList<>();
        rows.add(row("plain Java loop, " + THREADS + " threads", plain, plainCpu, 1));
        rows.add(row("this project, " + THREADS + " consumers", ours, ourCpu, ratio));
        return rows;
    }

    private Measured row(String name, double[] perSecond, double[] cpu, double ratio) {
        return new Measured()
                .put("contender", name)
                .put("documents", documents)
                .put("documentsPerSecond", median(perSecond))
                .put("ratio", ratio)
                .put("cpuSeconds", median(cpu))
                .put(
                        "runs",
                        Arrays.stream(perSecond)
                                .mapToObj(value -> Math.round(value))
                                .toList());
    }

    private record Run(double perSecond, double cpuSeconds) {}

    private Run once(String name, boolean ours) throws Exception {
        Path home = folder.resolve(name);
        try (ServiceProcess service = ServiceProcess.start(home, false);
                KafkaPlace place = new KafkaPlace(brokers, name)) {
            place.write(0, documents);
            place.read();
            try (JavaProcess process = ours ? ours(home, service, place) : plain(home, service, place)) {
                int warm = documents / 5;
                await(place, warm, process);
                long begun = System.nanoTime();
                int had = place.arrivedSoFar();
                await(place, documents, process);
                double seconds = (System.nanoTime() - begun) / 1e9;
                long different = place.arrived().stream()
                        .map(Publication::document)
                        .distinct()
                        .count();
                if (different != documents) {
                    throw new IllegalStateException(different + " documents have results, not " + documents);
                }
                return new Run((documents - had) / seconds, process.cpuSeconds());
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
        properties.put("kafka.consumers", Integer.toString(THREADS));
        properties.put("poll.first-poll", "1ms");
        return OurPipeline.start(
                home, properties, "@" + OurPipeline.JAR.toAbsolutePath().resolveSibling("java-options"));
    }

    private static JavaProcess plain(Path home, ServiceProcess service, KafkaPlace place) throws Exception {
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
                        Integer.toString(THREADS)));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
