package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batch;
import org.analyzetext.job.Batches;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.Operation;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.route.EditorSpelling;
import org.analyzetext.route.ScriptedService;
import org.analyzetext.route.ScriptedService.Reply;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The shipped routes with Kafka on their edges, on a real broker. */
@ExtendWith(SharedBroker.class)
class KafkaPipelineTest {
    private static final Path LABELS = Path.of("src/main/samples/intent-labels.json");
    private static final String TEXT = "My parcel has not arrived, please help; its number is ";

    private static final Pattern REGISTRY =
            Pattern.compile("## Records of a schema registry\n.*?```properties\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private final Topics topics = SharedBroker.topics();
    private LocalService service = service("100ms");

    private static LocalService service(String jobDuration) {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(KafkaPipeline.KEY)
                .project(ProjectSettings.of(LABELS))
                .jobDuration(DurationDistribution.parse(jobDuration))
                .build());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private KafkaPipeline pipeline(String name) {
        return new KafkaPipeline(name, SharedBroker.address(), service);
    }

    @Test
    void keyHeadersAndPositionTravelAndNothingOfOursDoes() {
        KafkaPipeline pipeline = pipeline("travel");
        topics.create(pipeline.documents(), 3);
        for (int i = 0; i < 60; i++) {
            ObjectNode value = Json.MAPPER
                    .createObjectNode()
                    .put("id", "d" + i)
                    .put("text", i == 7 ? " " : TEXT + i)
                    .put("n", i);
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(pipeline.documents(), i % 3, bytes("key-" + i), bytes(value.toString()));
            record.headers().add("trace", new byte[] {(byte) i, (byte) 0xff});
            record.headers().add("content-type", bytes("application/json"));
            record.headers().add("Content-Type", bytes("text/plain"));
            record.headers().add("tag", bytes("one"));
            record.headers().add("tag", null);
            record.headers().add("CamelKafkaOverrideTopic", bytes("elsewhere"));
            record.headers().add("CamelHttpUri", bytes("http://localhost:1"));
            topics.send(record);
        }
        topics.flush();
        try (KafkaPipeline running = pipeline.start()) {
            List<ConsumerRecord<byte[], byte[]>> results = topics.atLeast(running.results(), 59);
            List<ConsumerRecord<byte[], byte[]>> dead = topics.atLeast(running.deadLetters(), 1);

            assertThat(results).hasSize(59).allSatisfy(record -> {
                JsonNode result = Topics.json(record);
                int n = result.path("metadata").path("n").asInt();
                assertThat(record.key()).isEqualTo(bytes("key-" + n));
                assertThat(result.path("id").asText()).isEqualTo("d" + n);
                assertThat(Topics.position(result)).isEqualTo(n % 3 + ":" + n / 3);
                assertThat(record.headers())
                        .extracting(Header::key)
                        .containsExactly("trace", "content-type", "Content-Type", "tag", "tag");
                assertThat(record.headers())
                        .extracting(Header::value)
                        .containsExactly(
                                new byte[] {(byte) n, (byte) 0xff},
                                bytes("application/json"),
                                bytes("text/plain"),
                                bytes("one"),
                                null);
                assertThat(new String(record.value(), StandardCharsets.UTF_8)).doesNotContain(KafkaPipeline.KEY);
            });
            assertThat(Topics.json(dead.get(0)).path("code").asText()).isEqualTo("EmptyText");
            assertThat(headers(dead.get(0))).containsOnlyKeys("trace", "content-type", "Content-Type", "tag");
        }
    }

    @Test
    void routesThatAnEditorSavedReadAndWriteTopicsToo() throws Exception {
        EditorSpelling.save(Path.of("routes"), folder);
        KafkaPipeline pipeline = pipeline("saved").with("routes", "file:" + folder + "/*.camel.yaml");
        try (KafkaPipeline running = pipeline.start()) {
            send(running, 30);

            assertThat(topics.atLeast(running.results(), 30)).hasSize(30);
        }
    }

    @Test
    void plainTextTakesItsIdFromTheKeyAndItsLanguageFromAHeader() {
        KafkaPipeline pipeline =
                pipeline("text").with("kafka.documents-format", "text").with("poll.first-poll", "100ms");
        topics.create(pipeline.documents(), 1);
        ProducerRecord<byte[], byte[]> french =
                new ProducerRecord<>(pipeline.documents(), 0, bytes("the key"), bytes("Où est mon colis ?"));
        french.headers().add("language", bytes("fr"));
        topics.send(french);
        topics.send(pipeline.documents(), 0, null, bytes("no key, no language"));
        topics.flush();
        try (KafkaPipeline running = pipeline.start()) {
            List<ConsumerRecord<byte[], byte[]>> results = topics.atLeast(running.results(), 2);

            assertThat(results).hasSize(2);
            assertThat(Topics.json(results.get(0)).path("id").asText()).isEqualTo("the key");
            assertThat(Topics.json(results.get(1)).path("id").isNull()).isTrue();
            assertThat(results.get(1).key()).isNull();
            JsonNode submitted =
                    Topics.json(topics.all(running.jobs() + "-500ms").get(0)).path("documents");
            assertThat(submitted.path(0).path("language").asText()).isEqualTo("fr");
            assertThat(submitted.path(1).has("language")).isFalse();
        }
    }

    /** The walk-through of the page, with the properties that stand on it. */
    @Test
    void jsonOfASchemaRegistryIsReadAndAvroIsADeadLetterThatNamesItsSchema() throws Exception {
        Matcher section = REGISTRY.matcher(Files.readString(Path.of("docs/editing-routes.md")));
        assertThat(section.find()).isTrue();
        Properties properties = new Properties();
        properties.load(new StringReader(section.group(1)));
        KafkaPipeline pipeline = pipeline("registry");
        properties.forEach(
                (name, value) -> pipeline.with(name.toString().replaceFirst("^analyze-text\\.", ""), value.toString()));
        topics.create(pipeline.documents(), 1);
        topics.send(pipeline.documents(), 0, "json", bytes("\0\0\0\1\3{\"id\":\"a\",\"text\":\"" + TEXT + "\"}"));
        topics.send(pipeline.documents(), 0, "avro", bytes("\0\0\0\1\3\2a\f" + TEXT));
        topics.flush();
        try (KafkaPipeline running = pipeline.start()) {
            assertThat(topics.atLeast(running.results(), 1)).singleElement().satisfies(result -> assertThat(
                            Topics.json(result).path("id").asText())
                    .isEqualTo("a"));
            assertThat(topics.atLeast(running.deadLetters(), 1)).singleElement().satisfies(letter -> {
                assertThat(letter.key()).isEqualTo(bytes("avro"));
                assertThat(Topics.json(letter).path("code").asText()).isEqualTo("WrongFormat");
                assertThat(Topics.json(letter).path("message").asText()).contains("schema id 259");
            });
        }
    }

    @Test
    void recordsThatCannotBeSentBecomeDeadLettersAndTheirNeighboursResults() {
        KafkaPipeline pipeline = pipeline("bad");
        topics.create(pipeline.documents(), 1, Map.of("max.message.bytes", Integer.toString(8 << 20)));
        byte[] large = bytes("{\"id\": \"large\", \"text\": \"" + "x".repeat(2 << 20) + "\"}");
        byte[] largeBroken = bytes("{\"text\": \"" + "y".repeat(2 << 20));
        byte[] notUtf8 = {'{', '"', (byte) 0xc3, (byte) 0x28, '"', '}'};
        byte[][] values = {
            value(0), null, value(2), new byte[0], bytes("{\"id\": "), notUtf8, value(6), large, largeBroken, value(9)
        };
        for (byte[] value : values) {
            topics.send(pipeline.documents(), 0, "key", value);
        }
        topics.flush();
        try (KafkaPipeline running = pipeline.start()) {
            Map<String, JsonNode> dead = byPosition(topics.atLeast(running.deadLetters(), 6));
            Map<String, JsonNode> results = byPosition(topics.atLeast(running.results(), 4));

            assertThat(results).containsOnlyKeys("0:0", "0:2", "0:6", "0:9");
            assertThat(dead).containsOnlyKeys("0:1", "0:3", "0:4", "0:5", "0:7", "0:8");
            assertThat(dead.get("0:4").path("document").path("raw").asText()).isEqualTo("{\"id\": ");
            assertThat(dead.get("0:5").path("code").asText()).isEqualTo("InvalidEncoding");
            assertThat(Base64.getDecoder()
                            .decode(dead.get("0:5")
                                    .path("document")
                                    .path("rawBase64")
                                    .asText()))
                    .isEqualTo(notUtf8);
            assertThat(dead.get("0:7").path("document").path("text").asText()).hasSize(2 << 20);
            assertThat(bytes(dead.get("0:8").path("document").path("raw").asText()))
                    .isEqualTo(largeBroken);
        }
    }

    @Test
    void batchIsCutWhereItWouldNotFitInAJobRecord() {
        KafkaPipeline pipeline = pipeline("wide").with("kafka.max-record-bytes", Integer.toString(1 << 20));
        topics.create(pipeline.documents(), 1, Map.of("max.message.bytes", Integer.toString(8 << 20)));
        for (int i = 0; i < 10; i++) {
            topics.send(pipeline.documents(), 0, null, withNote(i, 200 << 10));
        }
        topics.send(pipeline.documents(), 0, null, withNote(10, 1 << 20));
        topics.flush();
        try (KafkaPipeline running = pipeline.start()) {
            List<ConsumerRecord<byte[], byte[]>> results = topics.atLeast(running.results(), 10);
            JsonNode letter =
                    Topics.json(topics.atLeast(running.deadLetters(), 1).get(0));

            assertThat(results).hasSize(10);
            assertThat(letter.path("code").asText()).isEqualTo("RecordTooLarge");
            assertThat(Topics.position(letter)).isEqualTo("0:10");
            assertThat(service.counters().jobsAccepted()).isEqualTo(4);
        }
    }

    @Test
    void jobRecordThatCannotBeReadBecomesADeadLetterWithItsBytes() {
        KafkaPipeline pipeline = pipeline("unreadable");
        try (KafkaPipeline running = pipeline.start()) {
            byte[] bytes = bytes("{\"v\": 99}");
            topics.send(running.jobs() + "-2s", 0, "key", bytes);
            topics.flush();

            JsonNode letter =
                    Topics.json(topics.atLeast(running.deadLetters(), 1).get(0));

            assertThat(letter.path("code").asText()).isEqualTo("UnreadableJobRecord");
            assertThat(letter.path("source").path("topic").asText()).isEqualTo(running.jobs() + "-2s");
            assertThat(Base64.getDecoder()
                            .decode(letter.path("document").path("rawBase64").asText()))
                    .isEqualTo(bytes);
            await().untilAsserted(() -> assertThat(topics.lag(running.jobs() + "-2s", running.group() + "-jobs"))
                    .isZero());
        }
    }

    @Test
    void jobRecordOfANewerReleaseIsLeftAsItIsForAnInstanceThatCanReadIt() {
        KafkaPipeline pipeline = pipeline("newer");
        ObjectNode newer = Json.MAPPER.valueToTree(Batches.submitted(2));
        byte[] theirs = bytes(newer.put("v", 99).put("tasks", "something else").toString());
        try (KafkaPipeline running = pipeline.start()) {
            topics.send(running.jobs() + "-500ms", 0, "their-key", theirs);
            topics.flush();

            List<ConsumerRecord<byte[], byte[]>> left = topics.atLeast(running.jobs() + "-15s", 2);

            assertThat(left).allSatisfy(record -> {
                assertThat(record.value()).isEqualTo(theirs);
                assertThat(record.key()).isEqualTo(bytes("their-key"));
            });
            assertThat(left).extracting(ConsumerRecord::partition).containsExactlyInAnyOrder(0, 1);
            assertThat(topics.all(running.deadLetters())).isEmpty();
            assertThat(running.notReady()).contains("newer-jobs: 1 job record(s) wait for a newer release");
        }
    }

    @Test
    void secondLoopOfAJobEndsAtItsFirstPoll() {
        KafkaPipeline pipeline = pipeline("loops").with("poll.first-poll", "2s");
        topics.create(pipeline.documents(), 1);
        send(pipeline, 5);
        try (KafkaPipeline running = pipeline.start()) {
            String tier = running.jobs() + "-2s";
            ConsumerRecord<byte[], byte[]> record = topics.atLeast(tier, 1).get(0);
            ProducerRecord<byte[], byte[]> again =
                    new ProducerRecord<>(tier, record.partition(), record.key(), record.value(), record.headers());
            topics.send(again);
            topics.flush();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(topics.lag(tier, running.group() + "-jobs"))
                            .isZero());

            assertThat(topics.all(running.results())).hasSize(5);
            assertThat(service.counters().requests(Operation.STATE, 200)).isOne();
        }
    }

    @Test
    void longWaitHopsFromTopicToTopicWithoutAPoll() {
        KafkaPipeline pipeline = pipeline("hops").with("poll.first-poll", "3200ms");
        topics.create(pipeline.documents(), 1);
        send(pipeline, 5);
        try (KafkaPipeline running = pipeline.start()) {
            assertThat(topics.atLeast(running.results(), 5)).hasSize(5);

            assertThat(topics.all(running.jobs() + "-2s")).hasSize(1);
            assertThat(topics.all(running.jobs() + "-500ms")).hasSizeBetween(1, 3);
            assertThat(service.counters().requests(Operation.STATE, 200)).isOne();
        }
    }

    @Test
    void documentsOfAFailedJobAreSubmittedAgainOnceTheyAreDue() {
        service.addFaults("job-failed count=1");
        KafkaPipeline pipeline = pipeline("failed").with("job.pause", "1s");
        topics.create(pipeline.documents(), 1);
        send(pipeline, 5);
        try (KafkaPipeline running = pipeline.start()) {
            assertThat(topics.atLeast(running.results(), 5)).hasSize(5);

            assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(2, 5L));
            assertThat(service.counters().textsByTimesAnswerable()).isEqualTo(Map.of(1, 5L));
        }
    }

    @Test
    void aBatchWhoseTaskIsRefusedHoldsUpNoJobThatIsPaidForAndGoesOnWhenItIsMended() throws Exception {
        try (ScriptedService scripted = new ScriptedService()) {
            KafkaPipeline pipeline = pipeline("refused")
                    .with("endpoint", scripted.endpoint().toString())
                    .with("job.max-attempts", "1")
                    .with("kafka.partitions", "1")
                    .with("kafka.jobs-consumers", "1")
                    .with("poll.first-poll", "3s");
            topics.create(pipeline.documents(), 1);
            send(pipeline, 5);
            try (KafkaPipeline running = pipeline.start()) {
                topics.atLeast(running.jobs() + "-2s", 1);
                scripted.onSubmit = request -> Reply.of(
                        404, "{'error':{'code':'DeploymentNotFound','message':'There is no such deployment.'}}");
                for (DelayTier tier : List.of(DelayTier.HALF_SECOND, DelayTier.TWO_SECONDS)) {
                    Task task = new Task("classification", TaskKind.SINGLE_LABEL, "MessageIntent", "production", false);
                    Batch batch = Batch.of("again-" + tier.label(), "default", List.of(task), Batches.documents(2));
                    topics.send(running.jobs() + "-" + tier.label(), 0, "key", Json.MAPPER.writeValueAsBytes(batch));
                }
                topics.flush();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> running.notReady().contains("refuses tasks"));

                await("the job is polled")
                        .atMost(Duration.ofSeconds(15))
                        .until(() -> topics.all(running.results()).size() == 5);
                scripted.onSubmit = scripted::accept;

                assertThat(topics.atLeast(running.results(), 9)).hasSize(9);
                assertThat(topics.all(running.deadLetters())).isEmpty();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> running.notReady().isEmpty());
            }
        }
    }

    @Test
    void recordsThatComeAgainWhileATakeIsGatheredArePaidForOnce() {
        KafkaPipeline first = gathering();
        KafkaPipeline second = gathering();
        topics.create(first.documents(), 6);
        try (KafkaPipeline alone = first.start()) {
            send(alone, 1);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> service.counters().jobsAccepted() > 0);
            int[] sent = {0};
            Thread trickle = new Thread(() -> trickle(first, sent));
            trickle.start();
            try (KafkaPipeline joined = second.start()) {
                await().atMost(Duration.ofSeconds(30)).until(() -> sent[0] > 400);
                trickle.interrupt();
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(topics.lag(joined.documents(), joined.group()))
                                .isZero());
            }
            assertThat(service.counters().textsByTimesAccepted()).containsOnlyKeys(1);
        }
    }

    @Test
    void aTakeThatTheQuotaMakesLastTooLongIsReadAgainAndNothingOfItIsPaidForTwice() {
        KafkaPipeline pipeline = pipeline("long-take")
                .with("batch.max-documents", "5")
                .with("kafka.consumers", "1")
                .with("quota.enabled", "true")
                .with("quota.requests-per-minute", "60")
                .with("call.give-back", "2s")
                .with("kafka.session-timeout", "6000")
                .with("kafka.max-poll-interval", "8000");
        topics.create(pipeline.documents(), 1);
        for (int i = 0; i < 20; i++) {
            topics.send(pipeline.documents(), 0, null, value(i));
        }
        topics.flush();
        try (KafkaPipeline running = pipeline.start()) {
            assertThat(topics.atLeast(running.results(), 20)).hasSize(20);
            assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, 20L));
        }
    }

    /** Long polls, so that a rebalance begins and ends within one and the take is not cut short. */
    private KafkaPipeline gathering() {
        return pipeline("joins")
                .with("kafka.linger", "2000")
                .with("kafka.poll-timeout", "1000")
                .with("kafka.consumers", "1");
    }

    private void trickle(KafkaPipeline pipeline, int[] sent) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                topics.send(pipeline.documents(), sent[0] % 6, null, value(1_000 + sent[0]));
                sent[0]++;
                Thread.sleep(10);
            }
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void filesGoToTopicsWithWhatCannotBeSent() throws Exception {
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(
                folder.resolve("inbox/mails.jsonl"),
                "{\"id\": \"a\", \"text\": \"Where is my parcel?\"}\n{\"id\": \n{\"id\": \"c\", \"text\": \"Thanks!\"}\n");
        KafkaPipeline pipeline = pipeline("files-in")
                .with("source", "files")
                .with("jobs", "files")
                .with("files.settle", "1ms")
                .folders(folder);
        try (KafkaPipeline running = pipeline.start()) {
            List<ConsumerRecord<byte[], byte[]>> results = topics.atLeast(running.results(), 2);
            List<ConsumerRecord<byte[], byte[]>> dead = topics.atLeast(running.deadLetters(), 1);

            assertThat(results)
                    .extracting(record -> Topics.json(record).path("id").asText())
                    .containsExactlyInAnyOrder("a", "c");
            assertThat(Topics.json(results.get(0)).path("source").path("file").asText())
                    .isEqualTo("mails.jsonl");
            assertThat(Topics.json(dead.get(0)).path("source").path("ordinal").asInt())
                    .isEqualTo(2);
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("done/mails.jsonl")));
        }
    }

    @Test
    void topicsGoToFilesWithWhatCannotBeSent() throws Exception {
        KafkaPipeline pipeline = pipeline("files-out").with("sink", "files").folders(folder);
        topics.create(pipeline.documents(), 1);
        send(pipeline, 3);
        topics.send(pipeline.documents(), 0, "key", bytes("{\"id\": "));
        topics.flush();
        try (KafkaPipeline running = pipeline.start()) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(lines(folder.resolve("results"))).hasSize(3);
                assertThat(lines(folder.resolve("dead-letters"))).hasSize(1);
            });
            assertThat(lines(folder.resolve("results"))).allSatisfy(line -> assertThat(
                            line.path("source").path("topic").asText())
                    .isEqualTo(running.documents()));
        }
    }

    private void send(KafkaPipeline pipeline, int count) {
        IntStream.range(0, count).forEach(i -> topics.send(pipeline.documents(), 0, "key-" + i, value(i)));
        topics.flush();
    }

    private static byte[] value(int i) {
        return KafkaKillCampaign.value(i, TEXT + i);
    }

    private static byte[] withNote(int i, int length) {
        return bytes(Json.MAPPER
                .createObjectNode()
                .put("text", TEXT + i)
                .put("note", "n".repeat(length))
                .toString());
    }

    private static List<JsonNode> lines(Path place) throws Exception {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (var files = Files.walk(place)) {
            List<JsonNode> lines = new java.util.ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    lines.add(Json.MAPPER.readTree(line));
                }
            }
            return lines;
        }
    }

    private static Map<String, JsonNode> byPosition(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(Topics::json).collect(Collectors.toMap(Topics::position, json -> json));
    }

    private static Map<String, byte[]> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, byte[]> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value());
        }
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
