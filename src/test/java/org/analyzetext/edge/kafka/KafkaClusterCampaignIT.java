package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.OtherRelease;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can happen to a cluster of three brokers (three replicas, two in sync) and to the instances at it, one
 * after another while documents come in all the time. Afterwards no document is lost or answered twice, and what was paid
 * for twice was counted. {@code -Danalyzetext.seed} chooses the order, {@code -Danalyzetext.campaign.cycles} how often.
 */
@Tag("long")
class KafkaClusterCampaignIT {
    private static final String NAME = "campaign";
    private static final int PARTITIONS = 4;
    private static final int CONSUMERS = 2;
    private static final int BATCH = 10;
    private static final int CYCLES = Integer.getInteger("analyzetext.campaign.cycles", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration CLOCKS = Duration.ofHours(3);
    /** Documents a second. */
    private static final int RATE = 40;

    private static final Pattern AMBIGUOUS = Pattern.compile("ambiguous submit: ");
    private static final Pattern SERVED = Pattern.compile("health and metrics: (\\S+/observe/)");

    /** Kept when it fails, with all logs. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path place;

    private final long seed = Long.getLong("analyzetext.seed", 23);
    private final Random random = new Random(seed);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<WorkingFolder> folders = new ArrayList<>();
    private final List<RunningApp> apps = new ArrayList<>();
    private final List<RunningApp> lives = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final StringBuilder table = new StringBuilder();
    private List<Broker> brokers = List.of();
    private Topics topics;
    private LocalService service;
    private KafkaPipeline names;
    private int instanceKills;
    private long countedInThisProcess;
    private volatile boolean producing = true;

    /** Something that happens; gives what was seen. */
    private interface Event {
        String happen() throws Exception;
    }

    @Test
    void nothingIsLostOrAnsweredTwiceAndWhatIsPaidForTwiceIsCounted() throws Exception {
        System.out.println("seed " + seed);
        brokers = Broker.cluster(place, 3);
        String address = KafkaClusterIT.addresses(brokers);
        try (Topics all = new Topics(address);
                LocalService local = LocalService.start(LocalServiceSettings.builder()
                        .keys(KafkaPipeline.KEY, WorkingFolder.KEY)
                        .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                        .callLatency(DurationDistribution.parse("uniform 50ms 200ms"))
                        .jobDuration(DurationDistribution.parse("uniform 100ms 3s"))
                        .build())) {
            topics = all;
            service = local;
            names = new KafkaPipeline(NAME, address, service);
            topics.create(names.documents(), PARTITIONS);
            Thread producer = new Thread(this::produce, "producer");
            producer.start();
            try {
                for (String name : List.of("a", "b")) {
                    folders.add(instance(name, address));
                    apps.add(start(folders.get(folders.size() - 1)));
                }
                awaitWork();
                for (int cycle = 0; cycle < CYCLES; cycle++) {
                    runAll();
                }
                // Its job records can be read by itself alone: so it stays.
                round("an instance of the next release joins", () -> {
                    WorkingFolder next = instance("next", address).release(OtherRelease.next(place.resolve("release")));
                    folders.add(next);
                    apps.add(start(next));
                    TimeUnit.SECONDS.sleep(20);
                    return "";
                });
                producing = false;
                producer.join();
                topics.flush();
                checkTheAccount();
            } finally {
                producing = false;
                apps.forEach(RunningApp::close);
            }
        } finally {
            brokers.forEach(Broker::close);
        }
    }

    private void runAll() throws Exception {
        Map<String, Event> events = new HashMap<>();
        events.put("the leader of a jobs topic is killed", () -> killed(leader()));
        events.put("the coordinator of the documents' group is killed", () -> killed(coordinator()));
        events.put("the brokers are restarted one after another", () -> {
            for (Broker broker : brokers) {
                broker.terminate();
                broker.resume();
                awaitInSync();
            }
            return "";
        });
        events.put("a broker stands still for 25 s", () -> {
            Broker broker = leader();
            signal("STOP", broker.pid());
            TimeUnit.SECONDS.sleep(25);
            signal("CONT", broker.pid());
            return "";
        });
        events.put("an instance stands still for 20 s", () -> {
            long pid = apps.get(random.nextInt(2)).pid();
            signal("STOP", pid);
            TimeUnit.SECONDS.sleep(20);
            signal("CONT", pid);
            return "";
        });
        events.put("an instance is killed", () -> {
            int victim = random.nextInt(2);
            apps.get(victim).kill();
            instanceKills++;
            TimeUnit.SECONDS.sleep(5);
            apps.set(victim, start(folders.get(victim)));
            return "";
        });
        events.put("an instance whose clock is 3 hours ahead joins for 20 s", () -> {
            KafkaPipeline ahead = settings(new KafkaPipeline(NAME, KafkaClusterIT.addresses(brokers), service))
                    .clock(Clock.offset(Clock.systemUTC(), CLOCKS));
            try (KafkaPipeline running = ahead.start()) {
                TimeUnit.SECONDS.sleep(20);
                assertThat(running.notReady()).isEmpty();
            }
            countedInThisProcess += ahead.installed().counters().ambiguousSubmits();
            return "";
        });
        events.put("the jobs topics want three replicas in sync, and one is down", this::tooFewReplicas);
        List<String> order = new ArrayList<>(new TreeSet<>(events.keySet()));
        java.util.Collections.shuffle(order, random);
        for (String name : order) {
            round(name, events.get(name));
        }
    }

    /** Runs a round, then waits until all goes on as before. */
    private void round(String name, Event event) throws Exception {
        long paid = service.counters().documentsAccepted();
        long begin = System.nanoTime();
        String seen = event.happen();
        long over = System.nanoTime();
        awaitInSync();
        awaitWork();
        String row = "| %s | %d s | %d s | %d | %s |%n"
                .formatted(
                        name,
                        TimeUnit.NANOSECONDS.toSeconds(over - begin),
                        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - over),
                        service.counters().documentsAccepted() - paid,
                        seen);
        System.out.print(row);
        table.append(row);
    }

    private String killed(Broker broker) throws Exception {
        broker.kill();
        TimeUnit.SECONDS.sleep(10);
        broker.resume();
        return "";
    }

    private String tooFewReplicas() throws Exception {
        jobsTopics("3");
        Broker broker = brokers.get(random.nextInt(brokers.size()));
        broker.kill();
        await().atMost(PATIENCE).until(() -> service.counters().documentsAccepted() > 0 && down(0) && down(1));
        String reason = readiness(0);
        long paid = service.counters().documentsAccepted();
        await().during(Duration.ofSeconds(20)).atMost(PATIENCE).until(() -> down(0) && down(1));
        long more = service.counters().documentsAccepted() - paid;
        assertThat(more)
                .as("documents paid for while nothing could be stored")
                .isLessThanOrEqualTo((long) apps.size() * CONSUMERS * BATCH);
        assertThat(reason).contains("in sync");
        jobsTopics("2");
        broker.resume();
        return "readiness DOWN for as long as it lasted; %d documents paid for meanwhile".formatted(more);
    }

    private boolean down(int instance) {
        return readiness(instance).contains("can't be written");
    }

    private void jobsTopics(String inSync) {
        for (DelayTier tier : DelayTier.values()) {
            topics.configure(names.jobs() + "-" + tier.label(), Map.of("min.insync.replicas", inSync));
        }
    }

    /** What readiness answers with when it is down; empty when it is up or there is no answer. */
    private String readiness(int instance) {
        try {
            Matcher served = SERVED.matcher(apps.get(instance).err());
            if (!served.find()) {
                return "";
            }
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(served.group(1) + "health/ready"))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? "" : answer.body();
        } catch (IOException noAnswer) {
            return "";
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private boolean isReady(int instance) throws IOException {
        return SERVED.matcher(apps.get(instance).err()).find()
                && readiness(instance).isEmpty();
    }

    /** Waits until documents are submitted, every instance is ready, and not much waits. */
    private void awaitWork() {
        long before = service.counters().documentsAccepted();
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
            for (int i = 0; i < apps.size(); i++) {
                if (!isReady(i)) {
                    return false;
                }
            }
            return service.counters().documentsAccepted() > before + 5L * BATCH
                    && topics.lag(names.documents(), names.group()) < 30L * RATE;
        });
    }

    private void awaitInSync() {
        List<String> asked = new ArrayList<>(List.of(names.documents(), "__consumer_offsets", "__transaction_state"));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> Topics.get(topics.admin().describeTopics(asked).allTopicNames()).values().stream()
                        .flatMap(topic -> topic.partitions().stream())
                        .allMatch(partition -> partition.isr().size() == brokers.size()));
    }

    private Broker leader() {
        String topic = names.jobs() + "-" + DelayTier.HALF_SECOND.label();
        return node(Topics.get(topics.admin().describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .get(0)
                .leader()
                .id());
    }

    private Broker coordinator() {
        return node(Topics.get(topics.admin()
                        .describeConsumerGroups(List.of(names.group()))
                        .describedGroups()
                        .get(names.group()))
                .coordinator()
                .id());
    }

    private Broker node(int id) {
        return brokers.stream()
                .filter(broker -> broker.node() == id)
                .findFirst()
                .orElseThrow();
    }

    private void produce() {
        while (producing) {
            int number = sent.get();
            topics.send(
                    names.documents(),
                    number % PARTITIONS,
                    "key",
                    KafkaKillCampaign.value(number, "Where is my parcel, number " + number + "?"));
            sent.incrementAndGet();
            try {
                TimeUnit.MILLISECONDS.sleep(1000 / RATE);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private static KafkaPipeline settings(KafkaPipeline pipeline) {
        return pipeline.with("kafka.consumers", Integer.toString(CONSUMERS))
                .with("kafka.submits-at-once", "1")
                .with("batch.max-documents", Integer.toString(BATCH))
                .with("kafka.session-timeout", "6000");
    }

    private WorkingFolder instance(String name, String address) throws IOException {
        return KafkaKillCampaign.instance(place.resolve(name), address, service.endpoint())
                .with("kafka.documents-topic", names.documents())
                .with("kafka.jobs-topic-prefix", names.jobs())
                .with("kafka.results-topic", names.results())
                .with("kafka.dead-letters-topic", names.deadLetters())
                .with("kafka.group-id", names.group())
                .with("kafka.partitions", "2")
                .with("kafka.consumers", Integer.toString(CONSUMERS))
                .with("kafka.submits-at-once", "1")
                .with("kafka.session-timeout", "6000")
                .with("batch.max-documents", Integer.toString(BATCH))
                .with("call.response-timeout", "10s")
                .with("observe.port", "0");
    }

    private RunningApp start(WorkingFolder folder) throws IOException {
        RunningApp app = folder.start();
        lives.add(app);
        return app;
    }

    private static void signal(String signal, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }

    private void checkTheAccount() throws Exception {
        int documents = sent.get();
        Set<String> answered = new HashSet<>();
        int[] seen = new int[1];
        try (Topics.Reader results = topics.reader(names.results())) {
            await("every document has its result")
                    .atMost(PATIENCE.multipliedBy(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        results.readToTheEnd();
                        List<ConsumerRecord<byte[], byte[]>> records = results.records();
                        records.subList(seen[0], records.size())
                                .forEach(result -> answered.add(Topics.position(Topics.json(result))));
                        seen[0] = records.size();
                        return answered.size() >= documents;
                    });
        } catch (ConditionTimeoutException incomplete) {
            System.out.println("documents without a result: " + (documents - answered.size()));
        }
        List<ConsumerRecord<byte[], byte[]>> results = topics.all(names.results());
        results.forEach(result -> answered.add(Topics.position(Topics.json(result))));
        Map<Integer, Long> paid = service.counters().textsByTimesAccepted();
        int dead = topics.all(names.deadLetters()).size();
        long paidTwice = paid.entrySet().stream()
                .mapToLong(times -> (times.getKey() - 1) * times.getValue())
                .sum();
        long ambiguous = countedInThisProcess;
        for (RunningApp life : lives) {
            ambiguous += AMBIGUOUS.matcher(life.err()).results().count();
        }
        long bound = BATCH * (ambiguous + (long) CONSUMERS * instanceKills);
        table.append(
                "%n| documents | lost | repeats | dead letters | paid twice | ambiguous submits | kills of an instance | bound |%n|---|---|---|---|---|---|---|---|%n| %d | %d | %d | %d | %d | %d | %d | %d |%n"
                        .formatted(
                                documents,
                                documents - answered.size(),
                                results.size() - answered.size(),
                                dead,
                                paidTwice,
                                ambiguous,
                                instanceKills,
                                bound));
        System.out.println(table);
        Files.writeString(
                Path.of("target/kafka-cluster-campaign.md"),
                "Seed %d.%n%n| round | it lasted | until all went on | documents submitted | seen |%n|---|---|---|---|---|%n"
                                .formatted(seed)
                        + table);
        assertThat(answered).hasSize(documents);
        assertThat(results).hasSize(documents);
        assertThat(dead).isZero();
        assertThat(paidTwice).as("documents paid for twice").isLessThanOrEqualTo(bound);
    }
}
