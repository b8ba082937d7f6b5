package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.Moment;
import org.analyzetext.localservice.Operation;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many jobs in flight and several instances cost and bring; figures: docs/reports/kafka.md. */
@Tag("long")
class KafkaScaleIT {
    private static final List<String> FIGURES = new CopyOnWriteArrayList<>();
    private static final int PARTITIONS = 6;
    /** A poll may be so much before its due time. */
    private static final Duration EARLY = Duration.ofMillis(250);

    private static final Path INTENT = Path.of("src/main/samples/intent-labels.json");
    private static final Path SUPPORT = Path.of("src/main/samples/support-labels.json");

    @TempDir
    Path place;

    private Broker broker;
    private Topics topics;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(place.resolve("broker"));
        topics = new Topics(broker.address());
        topics.create(KafkaKillCampaign.DOCUMENTS, PARTITIONS);
    }

    @AfterEach
    void stop() {
        topics.close();
        broker.close();
    }

    @AfterAll
    static void printTheFigures() {
        System.out.println("\nKafka: scale\n" + String.join("\n", FIGURES) + "\n");
    }

    @Test
    void pollsWithFiveThousandJobsInFlight() throws Exception {
        polls(2);
    }

    @Test
    void pollsWithFiveThousandJobsInFlightAndMoreConsumers() throws Exception {
        polls(6);
    }

    private void polls(int consumers) throws Exception {
        int jobs = 5_000;
        ConcurrentMap<String, List<Instant>> polls = new ConcurrentHashMap<>();
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(INTENT).withJobDuration(DurationDistribution.parse("uniform 2s 5s")))
                .project(ProjectSettings.of(SUPPORT).withJobDuration(DurationDistribution.parse("uniform 20s 60s")))
                .build())) {
            service.on(Moment.BEFORE_STATE_ANSWER, event -> polls.computeIfAbsent(
                            event.jobId().toString(), any -> new CopyOnWriteArrayList<>())
                    .add(Instant.now()));
            produce(0, jobs);
            WorkingFolder folder = instance("a", service)
                    .with("document.task", "/ask")
                    .with("tasks", "short,long")
                    .with("tasks.short.kind", "CustomSingleLabelClassification")
                    .with("tasks.short.project-name", "MessageIntent")
                    .with("tasks.short.deployment-name", "production")
                    .with("tasks.long.kind", "CustomMultiLabelClassification")
                    .with("tasks.long.project-name", "SupportTickets")
                    .with("tasks.long.deployment-name", "production")
                    .with("batch.max-documents", "1")
                    .with("poll.first-poll", "5s")
                    .with("poll.longest", "15s")
                    .with("kafka.jobs-consumers", Integer.toString(consumers))
                    .jvm("-Xmx512m");
            try (RunningApp app = folder.start()) {
                awaitResults(jobs, app);
            }
        }
        List<Long> first = new ArrayList<>();
        List<Long> later = new ArrayList<>();
        Map<String, NavigableSet<Instant>> dues = dues();
        polls.forEach((job, times) -> {
            for (int poll = 0; poll < times.size(); poll++) {
                // A turn may pass without a poll: a poll belongs to the last turn that was due.
                Instant due = dues.get(job).floor(times.get(poll).plus(EARLY));
                if (due != null) {
                    (poll == 0 ? first : later)
                            .add(Duration.between(due, times.get(poll)).toMillis());
                }
            }
        });
        FIGURES.add(
                "%d jobs of two tasks, 2-5 s and 20-60 s, in flight, %d consumers a jobs topic: first polls late by p50 %d, p99 %d ms; later polls %d, %d ms (%d polls)"
                        .formatted(
                                jobs,
                                consumers,
                                quantile(first, 0.5),
                                quantile(first, 0.99),
                                quantile(later, 0.5),
                                quantile(later, 0.99),
                                first.size() + later.size()));
        assertThat(first).hasSize(jobs);
    }

    /** When the turns of each job were due. */
    private Map<String, NavigableSet<Instant>> dues() {
        Map<String, NavigableSet<Instant>> dues = new HashMap<>();
        for (DelayTier tier : DelayTier.values()) {
            for (ConsumerRecord<byte[], byte[]> record : topics.all(KafkaKillCampaign.JOBS + "-" + tier.label())) {
                JsonNode job = Topics.json(record);
                dues.computeIfAbsent(job.path("jobId").asText(), any -> new TreeSet<>())
                        .add(Instant.parse(job.path("due").asText()));
            }
        }
        return dues;
    }

    private static long quantile(List<Long> values, double share) {
        long[] sorted = values.stream().mapToLong(value -> value).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }

    @Test
    void jobThatIsDueInFortySecondsHopsWithoutAPoll() throws Exception {
        List<Instant> polls = new CopyOnWriteArrayList<>();
        try (LocalService service = service("0s", "30s")) {
            service.on(Moment.BEFORE_STATE_ANSWER, event -> polls.add(Instant.now()));
            produce(0, 1);
            try (RunningApp app =
                    instance("a", service).with("poll.first-poll", "40s").start()) {
                awaitResults(1, app);
            }
        }
        List<JsonNode> turns = Arrays.stream(DelayTier.values())
                .flatMap(tier -> topics.all(KafkaKillCampaign.JOBS + "-" + tier.label()).stream())
                .map(Topics::json)
                .toList();
        Instant due = Instant.parse(turns.get(0).path("submittedAt").asText()).plusSeconds(40);
        FIGURES.add("a job to be polled after 40 s: %d poll, %d ms late, after %d waits in topics"
                .formatted(polls.size(), Duration.between(due, polls.get(0)).toMillis(), turns.size()));
        assertThat(polls).hasSize(1);
        assertThat(topics.all(KafkaKillCampaign.JOBS + "-15s")).isNotEmpty();
        assertThat(turns).hasSizeGreaterThan(2);
    }

    @Test
    void restartWithFiveThousandJobsInFlightSubmitsNewDocumentsOnly() throws Exception {
        int jobs = 5_000;
        try (LocalService service = service("0s", "90s")) {
            produce(0, jobs);
            WorkingFolder folder = instance("a", service)
                    .with("batch.max-documents", "1")
                    .with("poll.first-poll", "5s")
                    .with("poll.longest", "15s");
            try (RunningApp app = folder.start()) {
                await().atMost(Duration.ofMinutes(3)).until(() -> lag() == 0);
                app.kill();
            }
            long before = service.counters().requests(Operation.SUBMIT, 202);
            long polls = service.counters().requests(Operation.STATE, 200);
            produce(jobs, jobs + 100);
            try (RunningApp app = folder.start()) {
                awaitResults(jobs + 100, app);
            }
            long after = service.counters().requests(Operation.SUBMIT, 202) - before;
            FIGURES.add(
                    "killed with %d jobs in flight after %d polls, and 100 new documents: %d POSTs after the restart"
                            .formatted(jobs, polls, after));
            assertThat(after).isEqualTo(100);
            assertThat(service.counters().textsByTimesAccepted()).containsOnlyKeys(1);
        }
    }

    @Test
    void jobsInFlightCostNoMemoryAndNoThreads() throws Exception {
        try (LocalService service = service("0s", "5h")) {
            inFlight("jobs of one document", 1, service, 1_000, 10_000, 100_000);
        }
    }

    @Test
    void fullJobsInFlightCostNoMemoryAndNoThreads() throws Exception {
        try (LocalService service = service("0s", "5h")) {
            inFlight("jobs of 25 documents", 25, service, 1_000, 10_000);
        }
    }

    private void inFlight(String what, int size, LocalService service, int... steps) throws Exception {
        WorkingFolder folder = instance("a", service)
                .with("batch.max-documents", Integer.toString(size))
                .with("poll.first-poll", "1h")
                .with("poll.longest", "1h")
                .with("kafka.jobs-consumers", "6")
                .jvm("-Xmx256m");
        try (RunningApp app = folder.start()) {
            int produced = 0;
            for (int step : steps) {
                produce(produced, step * size);
                produced = step * size;
                await().atMost(Duration.ofMinutes(15))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> lag() == 0);
                String figure = "%7d %s in flight: %s".formatted(step, what, footprint(app.pid()));
                System.out.println(figure);
                FIGURES.add(figure);
            }
        }
    }

    @Test
    void rollingRestartPaysForAlmostNothingTwice() throws Exception {
        int documents = 12_000;
        try (LocalService service = service("200ms", "uniform 1s 5s")) {
            produce(0, documents);
            List<WorkingFolder> folders = new ArrayList<>();
            List<RunningApp> apps = new ArrayList<>();
            try {
                for (String name : new String[] {"a", "b", "c"}) {
                    folders.add(instance(name, service));
                    apps.add(folders.get(folders.size() - 1).start());
                }
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> service.counters().documentsAccepted() > documents / 20);
                for (int i = 0; i < apps.size(); i++) {
                    apps.get(i).terminate();
                    assertThat(apps.get(i).exitCode()).isIn(0, 143);
                    apps.set(i, folders.get(i).start());
                    long accepted = service.counters().documentsAccepted();
                    await().atMost(Duration.ofSeconds(60))
                            .until(() -> service.counters().documentsAccepted() > accepted + 500
                                    || service.counters().documentsAccepted() >= documents);
                }
                awaitResults(documents, apps.get(0));
            } finally {
                apps.forEach(RunningApp::close);
            }
            long twice = service.counters().documentsAccepted() - documents;
            FIGURES.add("rolling restart of 3 instances at %d documents: %d paid twice (bound %d)"
                    .formatted(documents, twice, 25 * 6 * 6));
            assertThat(twice).isLessThanOrEqualTo(25 * 6 * 6);
        }
    }

    @Test
    void moreInstancesDoMore() throws Exception {
        int documents = 6_000;
        double one = 0;
        for (int instances = 1; instances <= 3; instances++) {
            stop();
            broker = Broker.start(place.resolve("broker-" + instances));
            topics = new Topics(broker.address());
            // As many for each consumer, whether there are 2, 4 or 6 of them.
            topics.create(KafkaKillCampaign.DOCUMENTS, 12);
            double rate = rate(instances, documents);
            one = instances == 1 ? rate : one;
            FIGURES.add("%d instances, 200 ms a call: %.0f documents a second submitted, %.2f times one instance"
                    .formatted(instances, rate, rate / one));
        }
    }

    private double rate(int instances, int documents) throws Exception {
        List<RunningApp> apps = new ArrayList<>();
        try (LocalService service = service("200ms", "1s")) {
            AtomicReference<Instant> last = new AtomicReference<>();
            service.on(Moment.AFTER_JOB_ACCEPTED, event -> last.set(Instant.now()));
            try {
                for (int i = 0; i < instances; i++) {
                    apps.add(instance(instances + "-" + i, service).start());
                }
                await().atMost(Duration.ofSeconds(90))
                        .ignoreExceptions()
                        .until(() -> topics.members(KafkaKillCampaign.GROUP) == instances);
                Instant start = Instant.now();
                produce(0, documents);
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> service.counters().documentsAccepted() >= documents);
                return documents * 1000.0 / Duration.between(start, last.get()).toMillis();
            } finally {
                apps.forEach(RunningApp::close);
            }
        }
    }

    private static LocalService service(String latency, String jobDuration) {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(INTENT))
                .callLatency(DurationDistribution.parse(latency))
                .jobDuration(DurationDistribution.parse(jobDuration))
                .build());
    }

    private WorkingFolder instance(String name, LocalService service) throws IOException {
        return KafkaKillCampaign.instance(place.resolve(name), broker, service).with("kafka.session-timeout", "10000");
    }

    private void produce(int from, int to) {
        for (int i = from; i < to; i++) {
            topics.send(
                    KafkaKillCampaign.DOCUMENTS,
                    i % PARTITIONS,
                    "key-" + i,
                    Json.MAPPER
                            .createObjectNode()
                            .put("id", "d" + i)
                            .put("text", "Where is my parcel, my number is " + i + ".")
                            .put("ask", i % 2 == 0 ? "short" : "long")
                            .toString()
                            .getBytes(StandardCharsets.UTF_8));
        }
        topics.flush();
    }

    private long lag() {
        return topics.lag(KafkaKillCampaign.DOCUMENTS, KafkaKillCampaign.GROUP);
    }

    private void awaitResults(int count, RunningApp app) throws IOException {
        try (Topics.Reader results = topics.reader(KafkaKillCampaign.RESULTS)) {
            await().atMost(Duration.ofMinutes(6))
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> {
                        results.readToTheEnd();
                        return results.records().size() >= count;
                    });
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError(app.err(), late);
        }
    }

    /** Live objects (a histogram collects first), threads and resident memory of a process. */
    private static String footprint(long pid) throws Exception {
        Matcher total = Pattern.compile("Total +\\d+ +(\\d+)").matcher(jcmd(pid, "GC.class_histogram"));
        long bytes = total.find() ? Long.parseLong(total.group(1)) : 0;
        List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"));
        return "live heap %d MB, %s threads, RSS %d MB"
                .formatted(bytes >> 20, value(status, "Threads"), Long.parseLong(value(status, "VmRSS")) / 1024);
    }

    private static String value(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElse("0");
    }

    private static String jcmd(long pid, String command) throws Exception {
        Process process = new ProcessBuilder(Arrays.asList(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        command))
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
