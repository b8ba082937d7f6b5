package org.analyzetext.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.analyzetext.benchmark.ServiceProcess.Counts;

/**
 * Urgent documents beside a bulk that keeps the quota used up, and the same bulk without them. Measured is a window after a
 * warm-up, so that the quota of the first minute, which is unspent, helps nobody.
 */
final class Priorities {
    /** From some urgent documents to the next. */
    static final Duration DISTANCE = Duration.ofSeconds(20);

    private static final int BULK = 100_000;
    private static final int URGENT = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String durations;
    private final int requestsPerMinute;
    private final Duration warmUp;
    private final Duration window;

    Priorities(String durations, int requestsPerMinute, Duration warmUp, Duration window) {
        this.durations = durations;
        this.requestsPerMinute = requestsPerMinute;
        this.warmUp = warmUp;
        this.window = window;
    }

    /** One measurement. */
    interface Run {
        String name();

        Measured measure() throws Exception;
    }

    /** Where documents are put and results are looked for. */
    private interface Edge extends AutoCloseable {
        Map<String, String> properties(Map<String, String> common);

        void bulk() throws Exception;

        void urgent(int from, int to) throws Exception;

        /** The results of urgent documents that are there, by id. */
        Map<String, Publication> results() throws IOException;

        @Override
        void close();
    }

    /** Both edges, each without and with urgent documents. */
    List<Run> runs(String brokers, Path folder) {
        List<Run> runs = new ArrayList<>();
        for (boolean urgent : new boolean[] {false, true}) {
            String how = urgent ? ", with urgent documents" : ", bulk alone";
            Path files = folder.resolve("files-" + urgent);
            Path kafka = folder.resolve("kafka-" + urgent);
            runs.add(run("files" + how, files, urgent, () -> new InFolders(files)));
            runs.add(run("Kafka" + how, kafka, urgent, () -> new InTopics(brokers, "priorities-" + urgent)));
        }
        return runs;
    }

    private interface Making {
        Edge make() throws Exception;
    }

    private Run run(String name, Path folder, boolean urgent, Making edge) {
        return new Run() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Measured measure() throws Exception {
                return Priorities.this.measure(name, folder, urgent, edge);
            }
        };
    }

    private Measured measure(String name, Path folder, boolean urgent, Making making) throws Exception {
        try (Edge edge = making.make();
                ServiceProcess service = ServiceProcess.withQuota(folder, false, requestsPerMinute, durations)) {
            edge.bulk();
            try (JavaProcess process = OurPipeline.start(folder, edge.properties(OurPipeline.properties(service)))) {
                while (service.counts().documentsAccepted() == 0) {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("it ended: " + process.said());
                    }
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                TimeUnit.MILLISECONDS.sleep(warmUp.toMillis());
                return measure(name, edge, service, urgent);
            }
        }
    }

    private Measured measure(String name, Edge edge, ServiceProcess service, boolean urgent) throws Exception {
        Counts before = service.counts();
        long begin = System.currentTimeMillis();
        List<Long> puts = new ArrayList<>();
        while (System.currentTimeMillis() - begin < window.toMillis()) {
            long due = begin + puts.size() * DISTANCE.toMillis();
            // Not so late that they are submitted after the window.
            if (urgent && System.currentTimeMillis() >= due && due + DISTANCE.toMillis() <= begin + window.toMillis()) {
                int from = BULK + puts.size() * URGENT;
                puts.add(System.currentTimeMillis());
                edge.urgent(from, from + URGENT);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        Counts counts = service.counts().minus(before);
        double minutes = (System.currentTimeMillis() - begin) / 60_000.0;
        Measured measured = new Measured()
                .put("contender", name)
                .put("bulkPerMinute", (counts.documentsAccepted() - (long) puts.size() * URGENT) / minutes)
                .put("callsPerJob", (double) counts.calls() / counts.jobsAccepted())
                .put("throttledShare", (double) counts.throttled() / counts.calls());
        return urgent ? urgent(measured, edge, service, puts) : measured;
    }

    private static Measured urgent(Measured measured, Edge edge, ServiceProcess service, List<Long> puts)
            throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Publication> results = edge.results();
        while (results.size() < puts.size() * URGENT) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("only " + results.size() + " results of urgent documents");
            }
            TimeUnit.SECONDS.sleep(1);
            results = edge.results();
        }
        Map<String, Long> done = service.doneMillis();
        List<Double> took = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        for (int round = 0; round < puts.size(); round++) {
            double longest = 0;
            double longestAfter = 0;
            for (int number = 0; number < URGENT; number++) {
                Publication result = results.get(Documents.id(BULK + round * URGENT + number));
                longest = Math.max(longest, (result.atMillis() - puts.get(round)) / 1e3);
                longestAfter = Math.max(longestAfter, (result.atMillis() - done.get(result.job())) / 1e3);
            }
            took.add(longest);
            after.add(longestAfter);
        }
        return measured.put("rounds", puts.size())
                .put("urgentSeconds", took)
                .put("urgentSecondsMost", most(took))
                .put("urgentSecondsMedian", median(took))
                .put("afterJobMost", most(after))
                .put("afterJobMedian", median(after));
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(value -> value).max().orElse(Double.NaN);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** A file of bulk, and a file for some urgent documents each. */
    private static final class InFolders implements Edge {
        private final Path home;

        InFolders(Path home) {
            this.home = home.toAbsolutePath();
        }

        @Override
        public Map<String, String> properties(Map<String, String> common) {
            common.put("files.urgent", "urgent/**");
            common.put("files.bulk", "bulk/**");
            return common;
        }

        @Override
        public void bulk() throws IOException {
            Files.createDirectories(home.resolve("inbox/bulk"));
            Files.createDirectories(home.resolve("inbox/urgent"));
            Path aside = home.resolve("aside.tmp");
            try (BufferedWriter lines = Files.newBufferedWriter(aside)) {
                for (int number = 0; number < BULK; number++) {
                    lines.append(Documents.document(number).toString()).append('\n');
                }
            }
            Files.move(aside, home.resolve("inbox/bulk/bulk.jsonl"), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void urgent(int from, int to) throws IOException {
            Path aside = Files.writeString(home.resolve("aside.tmp"), Documents.array(from, to));
            Files.move(aside, home.resolve("inbox/urgent/" + from + ".json"), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public Map<String, Publication> results() throws IOException {
            Map<String, Publication> found = new HashMap<>();
            for (Path file : Publication.files(home.resolve("results/urgent"))) {
                long at = Files.getLastModifiedTime(file).toMillis();
                for (String line : Files.readAllLines(file)) {
                    Publication.of(line, at).forEach(result -> found.put(result.document(), result));
                }
            }
            return found;
        }

        @Override
        public void close() {}
    }

    /** A topic of bulk, and one of urgent documents. */
    private static final class InTopics implements Edge {
        private final KafkaPlace place;
        private final String urgent;

        InTopics(String brokers, String run) throws Exception {
            place = new KafkaPlace(brokers, run);
            urgent = run + "-urgent";
            place.create(urgent);
        }

        @Override
        public Map<String, String> properties(Map<String, String> common) {
            Map<String, String> properties = place.properties(common);
            properties.put("kafka.bulk-topic", place.documents());
            properties.put("kafka.urgent-topic", urgent);
            properties.put("kafka.documents-topic", place.documents() + "-normal");
            return properties;
        }

        @Override
        public void bulk() {
            place.read();
            place.write(0, BULK);
        }

        @Override
        public void urgent(int from, int to) {
            place.write(urgent, from, to);
        }

        @Override
        public Map<String, Publication> results() {
            Map<String, Publication> first = new HashMap<>();
            place.arrived().forEach(result -> first.putIfAbsent(result.document(), result));
            first.keySet().removeIf(id -> id.compareTo(Documents.id(BULK)) < 0);
            return first;
        }

        @Override
        public void close() {
            place.close();
        }
    }
}
