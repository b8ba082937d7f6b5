package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.analyzetext.account.Account;
import org.analyzetext.account.DeadLetterRecords;
import org.analyzetext.account.ReplayReport;
import org.analyzetext.account.Selection;
import org.analyzetext.account.Window;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Json;
import org.analyzetext.document.Rejected;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.edge.files.Folders;
import org.analyzetext.edge.files.StreamAnswers;
import org.analyzetext.job.Batch;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Failure;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.JobReference;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.job.TaskResults;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The account of a topic against what is known of its documents and against the service's own bill, and replays. */
@ExtendWith(SharedBroker.class)
class TopicAccountTest {
    private static final Path LABELS = Path.of("src/main/samples/intent-labels.json");
    private static final DeadLetterRecords RECORDS =
            new DeadLetterRecords(new DocumentFields("/id", "/text", "/language"));

    @TempDir
    Path folder;

    private final Topics topics = SharedBroker.topics();

    @Test
    void itAgreesWithTheServicesBillWhateverGoesWrong() throws Exception {
        try (LocalService service = service(
                "job-failed share=0.06",
                "job-internal-error share=0.06",
                "job-partial share=0.06",
                "job-lost share=0.06",
                "job-cancelled count=1",
                "document-error share=0.05",
                "document-error content=unlucky",
                "document-refused share=0.03",
                "document-left-out share=0.03",
                "status=429 share=0.05 retry-after=none",
                "status=400 content=poison",
                "hostile-operation-location count=1")) {
            KafkaPipeline pipeline = pipeline("bill", service)
                    .with("tasks", "intent,again")
                    .with("tasks.intent.kind", "CustomSingleLabelClassification")
                    .with("tasks.intent.project-name", "MessageIntent")
                    .with("tasks.intent.deployment-name", "production")
                    .with("tasks.again.kind", "CustomSingleLabelClassification")
                    .with("tasks.again.project-name", "MessageIntent")
                    .with("tasks.again.deployment-name", "production")
                    .with("job.max-attempts", "3");
            topics.create(pipeline.documents(), 3);
            int documents = 900;
            for (int i = 0; i < documents; i++) {
                topics.send(pipeline.documents(), i % 3, "key-" + i, value(i));
            }
            topics.flush();
            try (KafkaPipeline running = pipeline.start()) {
                drained(running);
            }

            Account account = account(pipeline);

            assertThat(account.places().addsUp()).as("%s", account).isTrue();
            assertThat(account.places().documents()).isEqualTo(documents);
            assertThat(account.places().results()).isEqualTo(positions(pipeline.results()));
            assertThat(account.places().deadLettersInAll()).isEqualTo(positions(pipeline.deadLetters()));
            assertThat(account.places().deadLetters())
                    .containsEntry("InvalidJson", 9L)
                    .containsKeys("InvalidDocument", "InternalServerError");
            assertThat(account.places().waiting()
                            + account.places().inFlight()
                            + account.again().repeats())
                    .isZero();
            assertThat(account.cost().ambiguous()).isEqualTo(1);
            assertThat(account.cost().jobs())
                    .isEqualTo(
                            service.counters().jobsAccepted() - account.cost().ambiguous());
            assertThat(account.cost().textRecords().get("default/intent"))
                    .isEqualTo(account.cost().textRecords().get("default/again"));
            assertThat(service.counters().textRecords() - account.cost().textRecordsInAll())
                    .as("what the job without an id cost")
                    .isBetween(2L, 2L * 3 * KafkaKillCampaign.BATCH);
            assertThat(account.cost().sentAgain()).isPositive();
        }
    }

    private static byte[] value(int i) {
        if (i % 100 == 99) {
            return "{\"id\": ".getBytes(StandardCharsets.UTF_8);
        }
        String text = i % 150 == 50 ? "poison " : i % 90 == 45 ? "unlucky " : "Where is my parcel? ";
        // Two text records in ASCII, and one in clusters of several code units.
        String more = i % 10 == 3 ? "x".repeat(1_200) : i % 10 == 4 ? "e\u0301".repeat(700) : "";
        return KafkaKillCampaign.value(i, text + i + more);
    }

    @Test
    void documentsOnTheirWayAreCountedWhereTheyAre() throws Exception {
        Scene scene = new Scene("way", 1);
        for (int i = 0; i < 5; i++) {
            scene.document(0);
        }
        scene.acknowledge(0, 4);
        topics.create(scene.jobs + "-2s", 1);
        topics.create(scene.jobs + "-15s", 1);
        scene.answer(scene.results, 0, 0, "job-1", 1);
        Batch first = scene.batch(0, 1, 2);
        SubmittedJob job = first.submitted("west", "job-1", Instant.now(), Instant.now());
        // Its answer is there and its record not acknowledged; and it has hopped to another topic.
        scene.job("-2s", job);
        scene.job("-15s", job.pollAgain(Instant.now()));
        Failure failed = new Failure(
                1, "job-0", "JobFailed", "the job failed", null, Instant.now(), "west", 2, 0, false, null, 0);
        SubmittedJob other = scene.batch(3).submitted("west", "job-0", Instant.now(), Instant.now());
        scene.job("-2s", other.again(other.documents(), failed, Instant.now()));

        Account account = scene.account(Window.ALL);

        assertThat(account.places().results()).isEqualTo(1);
        assertThat(account.places().inFlight()).isEqualTo(2);
        assertThat(account.places().waiting())
                .as("one to submit again, one not taken")
                .isEqualTo(2);
        assertThat(account.cost().jobs()).isEqualTo(2);
        assertThat(account.cost().sentAgain()).isZero();
        assertThat(account.cost().ambiguous()).isEqualTo(2);
        assertThat(account.cost().textRecords()).isEqualTo(Map.of("west/intent", 4L));
        assertThat(account.places().addsUp()).isTrue();
    }

    @Test
    void documentsInAJobRecordOfANewerReleaseAreInFlight() throws Exception {
        Scene scene = new Scene("newer", 1);
        scene.document(0);
        scene.document(0);
        scene.acknowledge(0, 2);
        topics.create(scene.jobs + "-15s", 1);
        ObjectNode newer =
                Json.MAPPER.valueToTree(scene.batch(0, 1).submitted("west", "job-1", Instant.now(), Instant.now()));
        topics.send(scene.jobs + "-15s", 0, "key", bytes(newer.put("v", 99).toString()));
        topics.flush();

        Account account = scene.account(Window.ALL);

        assertThat(account.places().inFlight()).isEqualTo(2);
        assertThat(account.places().addsUp()).isTrue();
        assertThat(account.remarks()).singleElement().asString().contains("1 job records", "newer release");
    }

    @Test
    void replayPutsJobRecordsThatAnotherReleaseCouldNotReadBackAmongTheJobsOnce() throws Exception {
        Scene scene = new Scene("resumed", 1);
        for (DelayTier tier : DelayTier.values()) {
            topics.create(scene.jobs + "-" + tier.label(), 1);
        }
        byte[] job =
                Json.MAPPER.writeValueAsBytes(scene.batch(0).submitted("west", "job-1", Instant.now(), Instant.now()));
        scene.letter(unreadable(new TopicPosition(scene.jobs + "-2s", 0, 7), job));
        scene.letter(unreadable(new TopicPosition(scene.jobs + "-2s", 0, 8), bytes("no job record")));

        ReplayReport first = scene.replay(new Selection(Set.of(), Window.ALL, false, false));
        ReplayReport second = scene.replay(new Selection(Set.of(), Window.ALL, false, false));

        assertThat(first.replayed()).isEqualTo(1);
        assertThat(first.refused()).singleElement().asString().contains("no job record");
        assertThat(second.replayed()).isZero();
        assertThat(topics.all(scene.jobs + "-500ms")).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo(job);
            assertThat(record.key()).isEqualTo(bytes("job-1"));
        });
    }

    private static DeadLetter unreadable(TopicPosition position, byte[] record) {
        return DeadLetter.of(
                new Rejected(
                        position,
                        null,
                        "UnreadableJobRecord",
                        "of another release",
                        Json.MAPPER.createObjectNode().put("rawBase64", Envelope.encoded(record)),
                        new Envelope(Envelope.encoded(bytes("job-1")), List.of())),
                null,
                Instant.now());
    }

    @Test
    void documentThatIsNowhereIsNamedByItsPosition() throws Exception {
        Scene scene = new Scene("nowhere", 2);
        scene.document(0);
        scene.document(1);
        scene.document(1);
        scene.acknowledge(0, 1);
        scene.acknowledge(1, 2);
        scene.answer(scene.results, 1, 0, "job-1", 1);

        Account account = scene.account(Window.ALL);

        assertThat(account.places().addsUp()).isFalse();
        assertThat(account.places().missingInAll()).isEqualTo(2);
        assertThat(account.missing())
                .containsExactly(new TopicPosition(scene.documents, 0, 0), new TopicPosition(scene.documents, 1, 1));
    }

    @Test
    void sameAnswerTwiceIsARepeatThatCostsNothingAndAnotherJobsAnswerOneThatDoes() throws Exception {
        Scene scene = new Scene("repeats", 1);
        scene.document(0);
        scene.document(0);
        scene.document(0);
        scene.acknowledge(0, 3);
        scene.answer(scene.results, 0, 0, "job-1", 1);
        scene.answer(scene.results, 0, 0, "job-1", 1);
        scene.answer(scene.results, 0, 1, "job-1", 1);
        scene.answer(scene.results, 0, 1, "job-2", 1);
        scene.answer(scene.deadLetters, 0, 1, "job-3", 1);
        scene.answer(scene.deadLetters, 0, 2, "job-3", 1);

        Account account = scene.account(Window.ALL);

        assertThat(account.places().addsUp()).isTrue();
        assertThat(account.places().results()).isEqualTo(2);
        assertThat(account.places().deadLetters()).isEqualTo(Map.of("JobFailed", 1L));
        assertThat(account.again().repeats()).isEqualTo(3);
        assertThat(account.again().contradictions()).isEqualTo(1);
        assertThat(account.cost().jobs()).isEqualTo(3);
        assertThat(account.cost().sentAgain()).isEqualTo(2);
        assertThat(account.cost().textRecords()).isEqualTo(Map.of("west/intent", 5L));
    }

    @Test
    void windowTakesTheDocumentsOfItsTimeAlone() throws Exception {
        Scene scene = new Scene("window", 1);
        Instant noon = Instant.parse("2026-11-23T12:00:00Z");
        // Not in the order of their times, as with several producers.
        for (int minute : new int[] {0, 5, 2, 9, 7}) {
            topics.send(new ProducerRecord<>(
                    scene.documents, 0, noon.plusSeconds(60L * minute).toEpochMilli(), null, new byte[] {1}));
        }
        topics.flush();

        Account account = scene.account(new Window(noon.plusSeconds(120), noon.plusSeconds(7 * 60)));

        assertThat(account.places().documents()).isEqualTo(2);
        assertThat(account.places().waiting()).isEqualTo(2);
    }

    @Test
    void offsetsOfTransactionsAndDeletedRecordsAreNoDocuments() throws Exception {
        Scene scene = new Scene("gaps", 1);
        scene.document(0);
        scene.document(0);
        topics.inTransaction(scene.documents, List.of(new byte[] {1}, new byte[] {2}), true);
        topics.inTransaction(scene.documents, List.of(new byte[] {3}), false);
        Topics.get(topics.admin()
                .deleteRecords(Map.of(new TopicPartition(scene.documents, 0), RecordsToDelete.beforeOffset(1)))
                .all());

        Account account = scene.account(Window.ALL);

        assertThat(account.places().documents()).isEqualTo(3);
        assertThat(account.remarks()).singleElement().asString().contains("begins at offset 1");
        assertThat(account.places().addsUp()).isTrue();
    }

    @Test
    void deadLettersAreReplayedOnceWithKeyHeadersAndBytes() throws Exception {
        Scene scene = new Scene("replay", 2);
        scene.document(0);
        scene.document(1);
        byte[] noText = {'{', (byte) 0xff};
        Envelope envelope = new Envelope(
                Envelope.encoded(bytes("the key")),
                List.of(new Envelope.Header("trace", Envelope.encoded(bytes("t")))));
        scene.letter(DeadLetter.of(
                new Document(
                        new TopicPosition(scene.documents, 1, 0),
                        "u",
                        "en",
                        "An unlucky letter.",
                        Json.MAPPER.createObjectNode().put("customer", "C-1"),
                        envelope),
                DeadLetter.Stage.ANALYZE,
                "InvalidDocument",
                "refused",
                false,
                null,
                scene.batch(0),
                JobReference.of(scene.batch(0), scene.batch(0).documents().get(0), "2022-05-01", null, null),
                TaskResults.NONE,
                Instant.now()));
        scene.letter(DeadLetter.of(
                new Rejected(
                        new TopicPosition(scene.documents, 0, 0),
                        null,
                        "InvalidEncoding",
                        "not UTF-8",
                        Json.MAPPER.createObjectNode().put("rawBase64", Envelope.encoded(noText)),
                        envelope),
                null,
                Instant.now()));

        ReplayReport one = scene.replay(new Selection(Set.of("InvalidDocument"), Window.ALL, false, false));
        ReplayReport two = scene.replay(new Selection(Set.of("InvalidDocument"), Window.ALL, false, false));
        ReplayReport all = scene.replay(new Selection(Set.of(), Window.ALL, false, true));
        Account account = scene.account(Window.ALL);

        assertThat(one.replayed()).isEqualTo(1);
        assertThat(two.replayed()).isZero();
        assertThat(two.before()).isEqualTo(1);
        assertThat(all.replayed()).isEqualTo(1);
        assertThat(topics.all(scene.documents))
                .filteredOn(record -> record.offset() == 1)
                .allSatisfy(record -> {
                    assertThat(record.key()).isEqualTo(bytes("the key"));
                    assertThat(record.headers().lastHeader("trace").value()).isEqualTo(bytes("t"));
                    assertThat(record.value())
                            .isEqualTo(
                                    record.partition() == 0
                                            ? noText
                                            : bytes("{\"customer\":\"C-1\",\"id\":\"u\",\"language\":\"en\","
                                                    + "\"text\":\"An unlucky letter.\"}"));
                })
                .hasSize(2);
        assertThat(account.places().documents()).isEqualTo(4);
        assertThat(account.again().replays()).isEqualTo(2);
        assertThat(account.again().replayed()).isEqualTo(2);
        assertThat(account.places().waiting()).isEqualTo(2);
        assertThat(account.places().addsUp()).isTrue();
        assertThat(account.again().rescued()).isZero();

        scene.answer(scene.results, 1, 1, "job", 1);

        assertThat(scene.account(Window.ALL).again().rescued()).isEqualTo(1);
    }

    @Test
    void replayThatBrokeOffGoesOnWhereItWas() throws Exception {
        Scene scene = new Scene("broke", 1);
        for (int i = 0; i < 3; i++) {
            scene.document(0);
            scene.answer(scene.deadLetters, 0, i, "job-1", 1);
        }
        // What a replay that was killed after its first record has left.
        ProducerRecord<byte[], byte[]> put = new ProducerRecord<>(scene.documents, 0, null, bytes("{}"));
        put.headers().add(Replay.HEADER, Replay.value(new TopicPosition(scene.documents, 0, 0)));
        topics.send(put);
        topics.flush();

        ReplayReport report = scene.replay(new Selection(Set.of(), Window.ALL, false, false));
        ReplayReport again = scene.replay(new Selection(Set.of(), Window.ALL, true, false));

        assertThat(report.replayed()).isEqualTo(2);
        assertThat(report.before()).isEqualTo(1);
        assertThat(again.replayed()).isEqualTo(3);
    }

    @Test
    void replayThatMayHaveBeenDeletedIsNotDoneAgainUnasked() throws Exception {
        Scene scene = new Scene("forgotten", 1);
        scene.document(0);
        scene.answer(scene.deadLetters, 0, 0, "job-1", 1);
        scene.document(0);
        Topics.get(topics.admin()
                .deleteRecords(Map.of(new TopicPartition(scene.documents, 0), RecordsToDelete.beforeOffset(1)))
                .all());

        ReplayReport report = scene.replay(new Selection(Set.of(), Window.ALL, false, false));

        assertThat(report.replayed()).isZero();
        assertThat(report.refused()).singleElement().asString().contains("--again");
    }

    @Test
    void resultsInFilesAreCountedToo() throws Exception {
        try (LocalService service = service("document-refused content=unlucky")) {
            KafkaPipeline pipeline =
                    pipeline("mixed", service).with("sink", "files").folders(folder);
            topics.create(pipeline.documents(), 1);
            topics.send(pipeline.documents(), 0, "a", KafkaKillCampaign.value(0, "Where is my parcel?"));
            topics.send(pipeline.documents(), 0, "b", KafkaKillCampaign.value(1, "An unlucky letter."));
            topics.flush();
            try (KafkaPipeline running = pipeline.start()) {
                drained(running);
            }

            Account account = new TopicAccount(settings(pipeline), Window.ALL).account(() -> files(pipeline));

            assertThat(account.places().results()).isEqualTo(1);
            assertThat(account.places().deadLetters()).isEqualTo(Map.of("InvalidDocument", 1L));
            assertThat(account.cost().textRecordsInAll())
                    .isEqualTo(service.counters().textRecords());
            assertThat(account.places().addsUp()).isTrue();
        }
    }

    private StreamAnswers files(KafkaPipeline pipeline) throws IOException {
        return new StreamAnswers(
                new Folders(
                        folder.resolve("inbox"),
                        folder.resolve("work"),
                        folder.resolve("results"),
                        folder.resolve("dead-letters"),
                        folder.resolve("done"),
                        folder.resolve("accounts")),
                List.of(pipeline.documents()));
    }

    private static LocalService service(String... faults) {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(KafkaPipeline.KEY)
                .project(ProjectSettings.of(LABELS))
                .jobDuration(DurationDistribution.parse("50ms"))
                .faults(faults)
                .build());
    }

    private static KafkaPipeline pipeline(String name, LocalService service) {
        return new KafkaPipeline("account-" + name, SharedBroker.address(), service);
    }

    private void drained(KafkaPipeline pipeline) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            long lag = topics.lag(pipeline.documents(), pipeline.group());
            for (DelayTier tier : DelayTier.values()) {
                lag += topics.lag(pipeline.jobs() + "-" + tier.label(), pipeline.group() + "-jobs");
            }
            return lag == 0;
        });
    }

    private long positions(String topic) {
        return topics.all(topic).stream()
                .map(record -> Topics.position(Topics.json(record)))
                .distinct()
                .count();
    }

    private static Account account(KafkaPipeline pipeline) throws IOException {
        return new TopicAccount(settings(pipeline), Window.ALL).account(null);
    }

    private static KafkaSettings settings(KafkaPipeline pipeline) {
        return SharedBroker.settings(
                pipeline.documents(),
                pipeline.jobs(),
                pipeline.results(),
                pipeline.deadLetters(),
                pipeline.group(),
                true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Topics as an application could have left them. */
    private final class Scene {
        private final String documents;
        private final String results;
        private final String deadLetters;
        private final String group;
        private final String jobs;

        Scene(String name, int partitions) {
            documents = "scene-" + name;
            results = documents + "-results";
            deadLetters = documents + "-dead";
            group = documents + "-group";
            jobs = documents + "-jobs";
            topics.create(documents, partitions);
            topics.create(results, 1);
            topics.create(deadLetters, 1);
        }

        void document(int partition) {
            topics.send(documents, partition, "key", bytes("{\"text\": \"a letter\"}"));
            topics.flush();
        }

        void acknowledge(int partition, long next) {
            Topics.get(topics.admin()
                    .alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition(documents, partition), new OffsetAndMetadata(next)))
                    .all());
        }

        void answer(String topic, int partition, long offset, String job, int attempt) {
            ObjectNode value = Json.MAPPER.createObjectNode().put("code", "JobFailed");
            value.put("time", Instant.now().minusSeconds(60).toString());
            value.putObject("document").put("text", "a letter");
            value.putObject("source")
                    .put("topic", documents)
                    .put("partition", partition)
                    .put("offset", offset);
            ObjectNode told = value.putObject("job")
                    .put("id", job)
                    .put("resource", "west")
                    .put("attempt", attempt)
                    .put("textRecords", 1);
            told.putArray("tasks").add("intent");
            topics.send(topic, 0, "key", bytes(value.toString()));
            topics.flush();
        }

        /** A batch of documents of partition 0. */
        Batch batch(long... offsets) {
            List<Document> batch = Arrays.stream(offsets)
                    .mapToObj(offset -> new Document(
                            new TopicPosition(documents, 0, offset),
                            "id",
                            null,
                            "a letter",
                            Json.MAPPER.createObjectNode()))
                    .toList();
            return Batch.of(
                    documents + "/0-" + offsets[0],
                    "west",
                    List.of(new Task("intent", TaskKind.SINGLE_LABEL, "Intents", "production", false)),
                    batch);
        }

        void job(String tier, JobRecord record) throws IOException {
            topics.send(jobs + tier, 0, "key", Json.MAPPER.writeValueAsBytes(record));
            topics.flush();
        }

        void letter(DeadLetter letter) throws IOException {
            topics.send(deadLetters, 0, "key", Json.MAPPER.writeValueAsBytes(letter));
            topics.flush();
        }

        KafkaSettings settings() {
            return SharedBroker.settings(documents, jobs, results, deadLetters, group, true);
        }

        Account account(Window window) throws IOException {
            return new TopicAccount(settings(), window).account(null);
        }

        ReplayReport replay(Selection selection) throws IOException {
            return new TopicReplay(settings(), RECORDS, selection).replay(null);
        }
    }
}
