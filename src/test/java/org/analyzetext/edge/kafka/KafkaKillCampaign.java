package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.Moment;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Kills instances of the application and the broker again and again while they work, and makes up the account. */
final class KafkaKillCampaign {
    static final String DOCUMENTS = "documents";
    static final String JOBS = "jobs";
    static final String RESULTS = "results";
    static final String DEAD_LETTERS = "dead";
    static final String GROUP = "group";
    /** Of the documents topic, in each instance. */
    static final int SUBMITS_AT_ONCE = 2;

    static final int BATCH = 25;
    private static final int PARTITIONS = 6;
    private static final int BAD_EVERY = 97;
    /** In a text that the service takes and answers with an error. */
    private static final String UNLUCKY = "unlucky";
    /** In a text for which the service refuses the whole batch. */
    private static final String REFUSED = "poison";

    private static final Path LABELS = Path.of("src/main/samples/intent-labels.json");
    private static final Pattern AMBIGUOUS = Pattern.compile("ambiguous submit: batch");

    /** Where an instance is killed: about a moment of the service, or exactly about a commit of its documents. */
    enum Point {
        BEFORE_COMMIT(null),
        POST_READ(Moment.AFTER_POST_READ),
        AFTER_COMMIT(null),
        ACCEPTED(Moment.AFTER_202_SENT),
        JOB_MADE(Moment.AFTER_JOB_ACCEPTED),
        RESULT_READ(Moment.AFTER_RESULT_SENT);

        private final @Nullable Moment moment;

        Point(@Nullable Moment moment) {
            this.moment = moment;
        }
    }

    private final Path root;
    private final int documents;
    private final int kills;
    private final int brokerKills;
    private final List<Point> points;
    private final Random random = new Random(4);
    private final Map<String, String> texts = new HashMap<>();
    private final Set<String> positions = new HashSet<>();
    private final List<RunningApp> lives = new ArrayList<>();
    private final AtomicInteger untilKill = new AtomicInteger(Integer.MAX_VALUE);
    private final List<RunningApp> apps = new CopyOnWriteArrayList<>();
    private final AtomicInteger killedAtCommits = new AtomicInteger();
    private volatile CountDownLatch struck = new CountDownLatch(1);
    private volatile Point point = Point.POST_READ;
    private volatile int dead;
    private int forgotten;

    /** @param points where instances are killed, in turn */
    KafkaKillCampaign(Path root, int documents, int kills, int brokerKills, Point... points) {
        this.root = root;
        this.documents = documents;
        this.kills = kills;
        this.brokerKills = brokerKills;
        this.points = List.of(points);
    }

    Account run() throws Exception {
        try (Broker broker = Broker.startWithDoors(root.resolve("broker"), 2);
                CommitTap first = tap(broker, 0);
                CommitTap second = tap(broker, 1);
                Topics topics = new Topics(broker.address());
                LocalService service = LocalService.start(LocalServiceSettings.builder()
                        .keys(WorkingFolder.KEY)
                        .project(ProjectSettings.of(LABELS))
                        .callLatency(DurationDistribution.parse("uniform 20ms 100ms"))
                        .jobDuration(DurationDistribution.parse("uniform 100ms 3s"))
                        .faults(
                                "status=429 share=0.02 retry-after=none",
                                "status=500 share=0.01",
                                "reset share=0.01",
                                "reset share=0.01 at=after-job-accepted",
                                "job-failed share=0.01",
                                "job-internal-error share=0.01",
                                "job-partial share=0.01",
                                "job-lost share=0.01",
                                "document-error share=0.005",
                                "document-refused content=" + UNLUCKY,
                                "status=400 content=" + REFUSED)
                        .build())) {
            for (Point each : Point.values()) {
                if (each.moment != null) {
                    service.on(each.moment, event -> strikeAt(each));
                }
            }
            topics.create(DOCUMENTS, PARTITIONS);
            produce(topics);
            List<WorkingFolder> folders = List.of(
                    instance(root.resolve("a"), broker, service).with("kafka.brokers", first.address()),
                    instance(root.resolve("b"), broker, service).with("kafka.brokers", second.address()));
            try {
                for (WorkingFolder folder : folders) {
                    apps.add(start(folder));
                }
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> service.counters().jobsAccepted() > 0);
                for (int kill = 1; kill <= kills; kill++) {
                    point = points.get((kill - 1) % points.size());
                    struck = new CountDownLatch(1);
                    untilKill.set(1 + random.nextInt(Math.max(1, passes(point) / (kills + 1))));
                    assertThat(struck.await(120, TimeUnit.SECONDS))
                            .as("the work went on after kill %d", kill - 1)
                            .isTrue();
                    int victim = point.moment == null ? dead : random.nextInt(apps.size());
                    apps.get(victim).kill();
                    if (kill * brokerKills / kills > (kill - 1) * brokerKills / kills) {
                        broker.kill();
                        broker.resume();
                    }
                    apps.set(victim, start(folders.get(victim)));
                }
                awaitTheEnd(topics);
                Account account = account(topics, service);
                checkTheApplicationsAccount(account, folders.get(0), service);
                checkReplays(topics, folders.get(0));
                return account;
            } finally {
                apps.forEach(RunningApp::close);
            }
        }
    }

    /** How often the instances pass a point at least: a commit acknowledges a turn, which is several batches. */
    private int passes(Point passed) {
        return documents / BATCH / (passed.moment == null ? SUBMITS_AT_ONCE : 1);
    }

    private void strikeAt(Point passed) {
        if (passed == point && untilKill.decrementAndGet() == 0) {
            struck.countDown();
        }
    }

    private CommitTap tap(Broker broker, int instance) throws IOException {
        Broker.Door door = broker.doors().get(instance);
        return new CommitTap(
                door.told(),
                door.port(),
                GROUP,
                () -> !killedAt(Point.BEFORE_COMMIT, instance),
                () -> killedAt(Point.AFTER_COMMIT, instance));
    }

    private boolean killedAt(Point passed, int instance) {
        if (passed != point || untilKill.decrementAndGet() != 0) {
            return false;
        }
        apps.get(instance).kill();
        dead = instance;
        killedAtCommits.incrementAndGet();
        struck.countDown();
        return true;
    }

    private RunningApp start(WorkingFolder folder) throws IOException {
        RunningApp app = folder.start();
        lives.add(app);
        return app;
    }

    /** An instance as a user has it, with waits that are short enough for a test. */
    static WorkingFolder instance(Path root, Broker broker, LocalService service) throws IOException {
        return instance(root, broker, service.endpoint());
    }

    static WorkingFolder instance(Path root, Broker broker, URI endpoint) throws IOException {
        return instance(root, broker.address(), endpoint);
    }

    static WorkingFolder instance(Path root, String brokers, URI endpoint) throws IOException {
        return new WorkingFolder(root)
                .calling(endpoint)
                .jvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m")
                .with("exit-when-drained", "false")
                .with("source", "kafka")
                .with("jobs", "kafka")
                .with("sink", "kafka")
                .with("job.max-attempts", "20")
                .with("poll.first-poll", "500ms")
                .with("poll.longest", "2s")
                .with("kafka.brokers", brokers)
                .with("kafka.documents-topic", DOCUMENTS)
                .with("kafka.jobs-topic-prefix", JOBS)
                .with("kafka.results-topic", RESULTS)
                .with("kafka.dead-letters-topic", DEAD_LETTERS)
                .with("kafka.group-id", GROUP)
                .with("kafka.consumers", "1")
                .with("kafka.submits-at-once", Integer.toString(SUBMITS_AT_ONCE))
                .with("kafka.jobs-consumers", "2")
                .with("kafka.linger", "200")
                .with("kafka.poll-timeout", "100")
                .with("kafka.retry", "500")
                .with("kafka.session-timeout", "3000");
    }

    private void produce(Topics topics) {
        for (int i = 0; i < documents; i++) {
            int partition = i % PARTITIONS;
            String position = partition + ":" + i / PARTITIONS;
            positions.add(position);
            if (i % BAD_EVERY == BAD_EVERY - 1) {
                topics.send(DOCUMENTS, partition, "key-" + i, "{\"id\": ".getBytes(StandardCharsets.UTF_8));
                continue;
            }
            String kind = i % 401 == 11 ? UNLUCKY : i % 701 == 23 ? REFUSED : "big";
            String text = "Where is my " + kind + " parcel, my number is " + i + ".";
            texts.put(position, text);
            topics.send(DOCUMENTS, partition, "key-" + i, value(i, text));
        }
        topics.flush();
    }

    static byte[] value(int id, String text) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", "d" + id)
                .put("text", text)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private void awaitTheEnd(Topics topics) throws Exception {
        try (Topics.Reader results = topics.reader(RESULTS);
                Topics.Reader dead = topics.reader(DEAD_LETTERS)) {
            Set<String> open = new TreeSet<>(positions);
            int[] seen = new int[2];
            try {
                await("every document has its answer")
                        .atMost(Duration.ofSeconds(240))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> {
                            seen[0] = close(open, results, seen[0]);
                            seen[1] = close(open, dead, seen[1]);
                            forgotten += topics.endForgottenTransactions(written());
                            return open.isEmpty();
                        });
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(stalled(open, seen, topics), e);
            }
        }
        await("nothing is left in flight").atMost(Duration.ofSeconds(120)).until(() -> {
            forgotten += topics.endForgottenTransactions(written());
            long lag = topics.lag(DOCUMENTS, GROUP);
            for (DelayTier tier : DelayTier.values()) {
                lag += topics.lag(JOBS + "-" + tier.label(), GROUP + "-jobs");
            }
            return lag == 0;
        });
    }

    /** All that is needed to find out why work stopped; logs and the topics' data stay where the instances ran. */
    private String stalled(Set<String> open, int[] seen, Topics topics) throws Exception {
        StringBuilder told = new StringBuilder(
                "%d documents have no answer, the first at %s; %d results, %d dead letters, %d transactions ended by hand; all is kept in %s%n"
                        .formatted(open.size(), open.stream().limit(5).toList(), seen[0], seen[1], forgotten, root));
        told.append(topics.standing(DOCUMENTS, GROUP));
        for (DelayTier tier : DelayTier.values()) {
            told.append(topics.standing(JOBS + "-" + tier.label(), GROUP + "-jobs"));
        }
        for (RunningApp app : apps) {
            app.dumpThreads(root.resolve("threads-" + app.pid() + ".txt"));
        }
        return told.toString();
    }

    /** The topics that transactions write to. */
    private static List<String> written() {
        return Stream.concat(
                        Stream.of(RESULTS, DEAD_LETTERS, "__consumer_offsets"),
                        Arrays.stream(DelayTier.values()).map(tier -> JOBS + "-" + tier.label()))
                .toList();
    }

    private static int close(Set<String> open, Topics.Reader reader, int seen) {
        reader.readToTheEnd();
        List<ConsumerRecord<byte[], byte[]>> records = reader.records();
        records.subList(seen, records.size()).forEach(record -> open.remove(Topics.position(Topics.json(record))));
        return records.size();
    }

    private Account account(Topics topics, LocalService service) throws IOException {
        List<String> results = answered(topics, RESULTS);
        List<String> dead = answered(topics, DEAD_LETTERS);
        Set<String> lost = new TreeSet<>(positions);
        lost.removeAll(results);
        lost.removeAll(dead);
        Set<String> both = new TreeSet<>(results);
        both.retainAll(new HashSet<>(dead));
        int paidTwice = 0;
        for (String text : texts.values()) {
            int paid =
                    service.counters().timesAccepted(text) - service.counters().timesFailed(text);
            paidTwice += Math.max(0, paid - 1);
        }
        int ambiguous = 0;
        for (RunningApp life : lives) {
            ambiguous += (int) AMBIGUOUS.matcher(life.err()).results().count();
        }
        return new Account(
                documents,
                kills,
                killedAtCommits.get(),
                brokerKills,
                forgotten,
                new HashSet<>(results).size(),
                new HashSet<>(dead).size(),
                results.size() + dead.size() - new HashSet<>(results).size() - new HashSet<>(dead).size(),
                paidTwice,
                ambiguous,
                resubmitted(topics),
                lost,
                both);
    }

    /** What the command {@code account} says after all this: it adds up, and agrees with the service's bill. */
    private static void checkTheApplicationsAccount(Account known, WorkingFolder folder, LocalService service)
            throws Exception {
        try (RunningApp command = folder.start("account", "--json")) {
            assertThat(command.exitCode()).as(command.out() + command.err()).isZero();
            JsonNode told = Json.MAPPER.readTree(command.out()).path(0);
            assertThat(told.path("addsUp").asBoolean()).isTrue();
            assertThat(told.path("documents").asInt()).isEqualTo(known.documents());
            assertThat(told.path("results").asInt()).isEqualTo(known.results());
            assertThat(told.path("deadLettersInAll").asInt()).isEqualTo(known.deadLetters());
            assertThat(told.path("repeats").asInt()).isEqualTo(known.repeats());
            assertThat(told.path("deadLetters").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("InvalidJson", "InvalidDocument", "400");
            long unknown = service.counters().textRecords()
                    - told.path("textRecordsInAll").asLong();
            assertThat(unknown)
                    .as("text records that were paid for and have no job record: %s", told)
                    .isBetween(0L, (long) known.bound());
            long unknownJobs =
                    service.counters().jobsAccepted() - told.path("jobs").asLong();
            assertThat(unknownJobs).isBetween(0L, (long) known.bound() / BATCH);
            assertThat(told.path("ambiguous").asInt()).isLessThanOrEqualTo(known.ambiguous());
            System.out.printf(
                    "account: %s text records in %s jobs of %d in %d that were paid for%n",
                    told.path("textRecordsInAll"),
                    told.path("jobs"),
                    service.counters().textRecords(),
                    service.counters().jobsAccepted());
        }
    }

    /** Each dead letter of a kind is put in again once, however often the command runs. */
    private static void checkReplays(Topics topics, WorkingFolder folder) throws Exception {
        for (int run = 0; run < 2; run++) {
            try (RunningApp command = folder.start("replay", "--code", "InvalidDocument")) {
                assertThat(command.exitCode()).as(command.out() + command.err()).isZero();
            }
        }
        List<String> unlucky = topics.all(DEAD_LETTERS).stream()
                .map(Topics::json)
                .filter(letter -> letter.path("code").asText().equals("InvalidDocument"))
                .map(letter -> DOCUMENTS + "/" + Topics.position(letter).replace(':', '/'))
                .distinct()
                .toList();
        assertThat(topics.all(DOCUMENTS))
                .filteredOn(record -> record.headers().lastHeader(Replay.HEADER) != null)
                .extracting(record ->
                        new String(record.headers().lastHeader(Replay.HEADER).value(), StandardCharsets.UTF_8))
                .doesNotHaveDuplicates()
                .isSubsetOf(unlucky)
                .hasSizeGreaterThanOrEqualTo(1);
    }

    private static List<String> answered(Topics topics, String topic) {
        return topics.all(topic).stream()
                .map(record -> Topics.position(Topics.json(record)))
                .toList();
    }

    /** Documents that have a job record and are in another job of the same attempt. */
    static int resubmitted(Topics topics) {
        Map<String, Set<String>> jobs = new HashMap<>();
        for (DelayTier tier : DelayTier.values()) {
            for (ConsumerRecord<byte[], byte[]> record : topics.all(JOBS + "-" + tier.label())) {
                JsonNode job = Topics.json(record);
                if (job.path("jobId").isTextual()) {
                    job.path("documents").forEach(document -> jobs.computeIfAbsent(
                                    Topics.position(document) + " " + job.path("attempt"), any -> new HashSet<>())
                            .add(job.path("jobId").asText()));
                }
            }
        }
        return jobs.values().stream().mapToInt(ids -> ids.size() - 1).sum();
    }

    /**
     * The account of a campaign; documents are counted by their positions.
     *
     * @param atCommits kills between a job record and its acknowledgement, or right after both
     * @param forgotten transactions that the broker did not end when it was killed, ended by hand as operators would
     * @param repeats answers beyond the first of a document
     * @param paidTwice documents in accepted jobs beyond the first, those of failed jobs not counted
     * @param ambiguous submits whose end was unknown, as logged
     * @param resubmitted documents that were submitted again although their job's record was written
     * @param lost documents without an answer
     * @param both documents with a result and a dead letter
     */
    record Account(
            int documents,
            int kills,
            int atCommits,
            int brokerKills,
            int forgotten,
            int results,
            int deadLetters,
            int repeats,
            int paidTwice,
            int ambiguous,
            int resubmitted,
            Set<String> lost,
            Set<String> both) {
        static final String HEAD = "%9s %5s %10s %12s %9s %8s %12s %8s %10s %9s %11s %5s %4s"
                .formatted(
                        "documents",
                        "kills",
                        "at commits",
                        "broker kills",
                        "forgotten",
                        "results",
                        "dead letters",
                        "repeats",
                        "paid twice",
                        "ambiguous",
                        "resubmitted",
                        "bound",
                        "lost");

        /** A crash pays again for a batch of each consumer at most, and so does an ambiguous submit. */
        int bound() {
            return BATCH * (SUBMITS_AT_ONCE * kills + 2 * SUBMITS_AT_ONCE * brokerKills + ambiguous);
        }

        String row() {
            return "%9d %5d %10d %12d %9d %8d %12d %8d %10d %9d %11d %5d %4d"
                    .formatted(
                            documents,
                            kills,
                            atCommits,
                            brokerKills,
                            forgotten,
                            results,
                            deadLetters,
                            repeats,
                            paidTwice,
                            ambiguous,
                            resubmitted,
                            bound(),
                            lost.size());
        }

        void mustBalance() {
            assertThat(lost).as("documents without an answer").isEmpty();
            assertThat(both).as("documents with a result and a dead letter").isEmpty();
            assertThat(results + deadLetters).isEqualTo(documents);
            assertThat(paidTwice).as("documents paid twice").isLessThanOrEqualTo(bound());
            assertThat(resubmitted)
                    .as("documents submitted again although their job was kept")
                    .isZero();
        }
    }
}
