package org.analyzetext.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.analyzetext.benchmark.BenchmarkOptions.Row;
import org.analyzetext.benchmark.ResultTables.Column;
import org.analyzetext.edge.kafka.Broker;

/** The benchmark: {@code mvn -ntp -Pbenchmark verify}. Prints tables and writes them as JSON to target/benchmark. */
public final class Benchmark {
    /** How long a call takes where quotas are counted: the upper end of what the service needs. */
    private static final int CALL_MILLIS = 150;

    private static final Column CONTENDER = new Column("contender", "client");
    private static final Column[] QUOTA_COLUMNS = {
        CONTENDER,
        new Column("documentsPerMinute", "documents a minute"),
        new Column("ofBound", "of the bound"),
        new Column("callsPerJob", "calls a job"),
        new Column("throttledShare", "answered 429"),
        new Column("delayP50Seconds", "done to published p50, s"),
        new Column("delayP99Seconds", "p99, s"),
        new Column("withoutResult", "documents without a result"),
        new Column("cpuSecondsInWindow", "CPU s")
    };

    private final BenchmarkOptions options;
    private final Path folder;
    private final ResultTables report;
    private final PrintStream out;

    private Benchmark(BenchmarkOptions options, Path folder, PrintStream out) throws IOException {
        this.options = options;
        this.folder = folder.toAbsolutePath();
        this.out = out;
        this.report = new ResultTables(folder, options, out);
    }

    public static void main(String[] args) throws Exception {
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.parse(List.of(args));
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage() + "\n\n" + BenchmarkOptions.HELP);
            System.exit(2);
            return;
        }
        Path file = run(options, Path.of("target/benchmark"), System.out);
        System.exit(options.compare().isEmpty() || compare(Path.of(options.compare()), file, System.out) ? 0 : 1);
    }

    /** Whether no ratio is worse than in a stored run of the same machine. */
    private static boolean compare(Path before, Path now, PrintStream out) throws IOException {
        List<Comparison> all =
                Comparison.of(Publication.json(Files.readString(before)), Publication.json(Files.readString(now)));
        out.println("\n### Compared with " + before + "\n");
        all.forEach(out::println);
        if (all.isEmpty()) {
            out.println("the two runs have no row in common");
        }
        return !all.isEmpty() && all.stream().noneMatch(Comparison::isWorse);
    }

    /** Measures, prints, and gives the file of the figures. What the processes said stays until the next run. */
    static Path run(BenchmarkOptions options, Path folder, PrintStream out) throws Exception {
        Path work = folder.resolve("work");
        delete(work);
        Benchmark benchmark = new Benchmark(options, folder, out);
        try (Broker broker = Broker.start(work.resolve("broker"))) {
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
            benchmark.measure(broker, work.toAbsolutePath());
        }
        out.println("\n" + benchmark.report.file());
        return benchmark.report.file();
    }

    private void measure(Broker broker, Path work) throws Exception {
        String brokers = broker.address();
        if (options.rows().contains(Row.SATURATED)) {
            for (Map.Entry<String, String> durations : options.durations().entrySet()) {
                QuotaRun run = quotaRun(durations.getValue(), 1, options.window());
                report.table(
                        "saturated-" + durations.getKey(),
                        "Saturated, jobs take " + durations.getValue().replace('|', '/') + "; bound "
                                + Math.round(run.bound()) + " documents a minute",
                        quota("saturated-" + durations.getKey(), run, contenders(brokers, durations.getKey()), work),
                        QUOTA_COLUMNS);
            }
        }
        String durations = options.durations().values().iterator().next();
        if (options.rows().contains(Row.DELAY)) {
            QuotaRun run = quotaRun(durations, 0.1, options.trickle());
            report.table(
                    "delay",
                    "A tenth of the bound is offered, jobs take " + durations.replace('|', '/'),
                    quota("delay", run, contenders(brokers, "delay"), work),
                    QUOTA_COLUMNS);
        }
        if (options.rows().contains(Row.INSTANCES)) {
            QuotaRun run = quotaRun(durations, 1, options.window());
            report.table(
                    "instances",
                    "Instances of a group share the quota, one of several is killed, jobs take "
                            + durations.replace('|', '/'),
                    quota(
                            "instances",
                            run,
                            Stream.of(1, 3, 6)
                                    .<Supplier<Contender>>map(count ->
                                            // With options: otherwise ten compilers share the processors, and these are
                                            // measured, not the quota.
                                            () -> new OurKafka(
                                                    "this project, Kafka, " + count,
                                                    brokers,
                                                    count,
                                                    OurPipeline.JAVA_OPTIONS))
                                    .toList(),
                            work),
                    QUOTA_COLUMNS);
        }
        if (options.rows().contains(Row.PRIORITIES)) {
            Priorities priorities =
                    new Priorities(durations, options.requestsPerMinute(), options.warmUp(), options.window());
            report.table(
                    "priorities",
                    "Ten urgent documents every " + Priorities.DISTANCE.toSeconds()
                            + " s beside a bulk of 100,000, jobs take " + durations.replace('|', '/'),
                    inLanes(priorities.runs(brokers, work.resolve("priorities")).stream()
                            .filter(run -> run.name().contains(options.only()))
                            .map(run -> (Callable<Measured>) run::measure)
                            .toList()),
                    CONTENDER,
                    new Column("bulkPerMinute", "bulk, documents a minute"),
                    new Column("urgentSecondsMost", "urgent: put to the last result, longest, s"),
                    new Column("urgentSecondsMedian", "median, s"),
                    new Column("afterJobMost", "job done to the last result, longest, s"),
                    new Column("afterJobMedian", "median, s"),
                    new Column("rounds", "times"),
                    new Column("callsPerJob", "calls a job"),
                    new Column("throttledShare", "answered 429"));
        }
        alone(broker, work);
    }

    /** What takes the whole machine, so one after the other. */
    private void alone(Broker broker, Path work) throws Exception {
        Throughput throughput = new Throughput(work.resolve("throughput"), broker, options.documents(), out);
        if (options.rows().contains(Row.THROUGHPUT)) {
            report.table(
                    "throughput",
                    "Topic to topic, a service that takes no time, median of " + options.runs() + " runs in turn",
                    throughput.measure(options.runs()),
                    CONTENDER,
                    new Column("cpuMillisPerDocument", "CPU ms a document, with the broker"),
                    new Column("cpuRatio", "ratio"),
                    new Column("ownCpuMillis", "its own"),
                    new Column("brokerCpuMillis", "broker"),
                    new Column("serviceCpuMillis", "service"),
                    new Column("documentsPerSecond", "documents a second"),
                    new Column("ratio", "ratio"),
                    new Column("runs", "each run"));
        }
        if (options.rows().contains(Row.QUOTAS)) {
            report.table(
                    "quotas",
                    "How many quotas of 1,000 calls a minute one instance fills",
                    List.of(throughput.quotas(CALL_MILLIS)),
                    CONTENDER,
                    new Column("callMillis", "ms a call"),
                    new Column("callsPerMinute", "calls a minute"),
                    new Column("quotas", "quotas"));
        }
        if (options.rows().contains(Row.START)) {
            StartUp start = new StartUp(work.resolve("start"), broker.address(), options.idle());
            report.table(
                    "start",
                    "Start to first result, and idle",
                    List.of(
                            start.measure("files", false, options.runs()),
                            start.measureTuned("files, java-options and archive", false, options.runs()),
                            start.measure("Kafka", true, options.runs()),
                            start.measureTuned("Kafka, java-options and archive", true, options.runs())),
                    CONTENDER,
                    new Column("secondsToFirstResult", "seconds to the first result"),
                    new Column("cpuSecondsToFirstResult", "CPU s till then"),
                    new Column("residentMegabytesIdle", "RSS idle, MB"),
                    new Column("threadsIdle", "threads"));
        }
        if (options.rows().contains(Row.SCALE)) {
            List<Measured> rows = new ArrayList<>();
            for (int documents : options.scale()) {
                rows.add(Scale.measure(work.resolve("scale-" + documents), documents));
            }
            report.table(
                    "scale",
                    "One file of so many documents of 1,000 characters, a service that takes no time",
                    rows,
                    new Column("documents", "documents"),
                    new Column("seconds", "seconds"),
                    new Column("documentsPerSecond", "documents a second"),
                    new Column("cpuSeconds", "CPU s"),
                    new Column("cpuMillisPerDocument", "CPU ms a document"),
                    new Column("residentMegabytes", "RSS, MB"));
        }
    }

    private QuotaRun quotaRun(String durations, double load, Duration window) {
        return new QuotaRun(durations, options.requestsPerMinute(), load, options.warmUp(), window, options.patience());
    }

    /** All for the log-normal durations; of the others those that stand for their kind. */
    private List<Supplier<Contender>> contenders(String brokers, String part) {
        List<Supplier<Contender>> all = new ArrayList<>(List.of(
                OurPipeline::files,
                () -> new OurKafka("this project, Kafka", brokers, 1),
                () -> AzureSdkPeer.contender(30, 32, 20),
                () -> AzureSdkPeer.contender(1, 32, 20),
                () -> FixedLoopPeer.contender(1, 32),
                () -> FixedLoopPeer.contender(5, 64)));
        if (part.equals("log-normal")) {
            all.add(() -> AzureSdkPeer.contender(30, 32, 25));
            all.add(() -> AzureSdkPeer.contender(1, 32, 25));
        }
        return all.stream()
                .filter(contender -> contender.get().name().contains(options.only()))
                .toList();
    }

    /** Measures them in lanes; the rows are in the order of the contenders. */
    private List<Measured> quota(String part, QuotaRun run, List<Supplier<Contender>> contenders, Path work)
            throws Exception {
        List<Callable<Measured>> all = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            Contender contender = contenders.get(i).get();
            Path home = work.resolve(part + "-" + i);
            all.add(() -> lane(run, contender, home));
        }
        return inLanes(all);
    }

    private List<Measured> inLanes(List<Callable<Measured>> all) throws Exception {
        ExecutorService lanes = Executors.newFixedThreadPool(options.lanes());
        try {
            List<Future<Measured>> futures = new ArrayList<>();
            for (Callable<Measured> lane : all) {
                futures.add(lanes.submit(lane));
            }
            List<Measured> rows = new ArrayList<>();
            for (Future<Measured> future : futures) {
                rows.add(future.get());
            }
            return rows;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            lanes.shutdownNow();
        }
    }

    /** A contender that fails is told, and the others go on. */
    private Measured lane(QuotaRun run, Contender contender, Path home) {
        Measured measured;
        try {
            measured = run.measure(contender, home);
        } catch (Exception failed) {
            failed.printStackTrace(out);
            measured = new Measured().put("contender", contender.name()).put("failed", failed.toString());
        }
        out.println("  " + contender.name() + ": " + measured.cell("ofBound") + " of the bound");
        return measured;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> all;
            try (Stream<Path> tree = Files.walk(folder)) {
                all = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        }
    }
}
