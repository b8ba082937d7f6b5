package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.analyzetext.account.Trace;
import org.analyzetext.account.Trace.Stage;
import org.analyzetext.account.Traces;
import org.analyzetext.account.Wanted;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.Json;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.job.Batch;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.JobReference;
import org.analyzetext.job.Result;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.job.TaskResults;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the topics say of one document, wherever it is. */
@ExtendWith(SharedBroker.class)
class TopicSearchTest {
    private static final DocumentFields FIELDS = new DocumentFields("/id", "/text", "/language");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final EdgeSettings TOPICS = new EdgeSettings(EdgeKind.KAFKA, EdgeKind.KAFKA, EdgeKind.KAFKA, false);

    private final Topics topics = SharedBroker.topics();

    @Test
    void aDocumentIsFollowedFromItsTopicThroughItsJobToItsOutcome() throws Exception {
        Scene scene = new Scene("search");
        scene.document("a");
        scene.document("b");
        scene.document("c");

        assertThat(scene.search("b").found())
                .extracting(Trace::stage, Trace::place)
                .containsExactly(tuple(Stage.ARRIVED, scene.documents + "/0/1"));

        scene.acknowledge(3);
        SubmittedJob job = scene.batch("b", 1).submitted("west", "job-1", NOW, NOW);
        scene.send(scene.jobs + "-2s", Json.MAPPER.writeValueAsBytes(job.at(NOW, 4)));
        scene.send(scene.jobs + "-15s", Json.MAPPER.writeValueAsBytes(job.at(NOW, 5)));

        assertThat(scene.search("b").found()).singleElement().satisfies(trace -> {
            assertThat(trace.stage()).isEqualTo(Stage.IN_FLIGHT);
            assertThat(trace.attempt().jobId()).isEqualTo("job-1");
            assertThat(trace.attempt().polls()).isEqualTo(5);
        });
        assertThat(scene.search(scene.documents + "/0/1").found())
                .extracting(Trace::stage)
                .containsExactly(Stage.TAKEN, Stage.IN_FLIGHT);

        scene.send(scene.results, Json.MAPPER.writeValueAsBytes(scene.result(job)));

        assertThat(scene.search(scene.documents + "/0/1").found())
                .filteredOn(trace -> trace.stage() == Stage.RESULT)
                .singleElement()
                .satisfies(trace -> {
                    assertThat(trace.place()).isEqualTo(scene.results + "/0/0");
                    assertThat(trace.at()).isEqualTo(NOW);
                });
        assertThat(scene.search("nobody").found()).isEmpty();
    }

    @Test
    void aReplayIsFoundByThePlaceThatItsDocumentHadFirst() throws Exception {
        Scene scene = new Scene("search-replay");
        scene.document("a");
        scene.acknowledge(1);
        SubmittedJob job = scene.batch("a", 0).submitted("west", "job-1", NOW, NOW);
        scene.send(scene.deadLetters, Json.MAPPER.writeValueAsBytes(scene.letter(job)));
        TopicPosition first = new TopicPosition(scene.documents, 0, 0);
        scene.send(replay(scene.documents, first, "{\"id\":\"a\",\"text\":\"x\"}"));

        Traces traces = scene.search(scene.documents + "/0/0");

        assertThat(traces.found())
                .extracting(Trace::stage, Trace::source)
                .containsExactlyInAnyOrder(
                        tuple(Stage.TAKEN, first),
                        tuple(Stage.DEAD_LETTER, first),
                        tuple(Stage.ARRIVED, new TopicPosition(scene.documents, 0, 1)));
    }

    @Test
    void aPlaceThatItsTopicDoesNotHaveIsTold() throws Exception {
        Scene scene = new Scene("search-beyond");
        scene.document("a");
        scene.send(scene.results, "no JSON but a".getBytes(StandardCharsets.UTF_8));

        assertThat(scene.search(scene.documents + "/0/7").remarks())
                .containsExactly(scene.documents + "/0/7 is no record of the topic yet");
        assertThat(scene.search("a").remarks())
                .containsExactly(scene.results + "/0/0 can't be read, and may be about the document");
    }

    private static ProducerRecord<byte[], byte[]> replay(String topic, TopicPosition of, String value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, 0, null, value.getBytes(StandardCharsets.UTF_8));
        record.headers().add(Replay.HEADER, Replay.value(of));
        return record;
    }

    private final class Scene {
        private final String documents;
        private final String results;
        private final String deadLetters;
        private final String jobs;
        private final String group;

        Scene(String name) {
            documents = "scene-" + name;
            results = documents + "-results";
            deadLetters = documents + "-dead";
            jobs = documents + "-jobs";
            group = documents + "-group";
            for (String topic : List.of(documents, results, deadLetters, jobs + "-2s", jobs + "-15s")) {
                topics.create(topic, 1);
            }
        }

        void document(String id) {
            send(documents, ("{\"id\":\"" + id + "\",\"text\":\"a letter\"}").getBytes(StandardCharsets.UTF_8));
        }

        void send(String topic, byte[] value) {
            topics.send(topic, 0, "key", value);
            topics.flush();
        }

        void send(ProducerRecord<byte[], byte[]> record) {
            topics.send(record);
            topics.flush();
        }

        void acknowledge(long next) {
            Topics.get(topics.admin()
                    .alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition(documents, 0), new OffsetAndMetadata(next)))
                    .all());
        }

        Batch batch(String id, long offset) {
            return Batch.of(
                    documents + "/0-" + offset,
                    "west",
                    List.of(new Task("intent", TaskKind.SINGLE_LABEL, "Intents", "production", false)),
                    List.of(new Document(
                            new TopicPosition(documents, 0, offset),
                            id,
                            null,
                            "a letter",
                            Json.MAPPER.createObjectNode())));
        }

        Result result(SubmittedJob job) {
            Document document = job.documents().get(0);
            return new Result(
                    document.id(),
                    document.source(),
                    TaskResults.NONE,
                    List.of(),
                    JobReference.of(job, document, "2022-05-01", NOW, "req-1"),
                    List.of(),
                    document.metadata(),
                    NOW,
                    NOW,
                    null);
        }

        DeadLetter letter(SubmittedJob job) {
            Document document = job.documents().get(0);
            return DeadLetter.of(
                    document,
                    DeadLetter.Stage.ANALYZE,
                    "JobFailed",
                    "the job failed",
                    true,
                    "req-1",
                    job,
                    JobReference.of(job, document, "2022-05-01", NOW, "req-1"),
                    TaskResults.NONE,
                    NOW);
        }

        Traces search(String wanted) throws IOException {
            return new TopicSearch(
                            SharedBroker.settings(documents, jobs, results, deadLetters, group, true),
                            TOPICS,
                            Wanted.of(wanted, FIELDS))
                    .traces();
        }
    }
}
