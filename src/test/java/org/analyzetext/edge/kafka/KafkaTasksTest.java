package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that choose their tasks, on a real broker. */
@ExtendWith(SharedBroker.class)
class KafkaTasksTest {
    private static final Path SAMPLES = Path.of("src/main/samples");

    private final Topics topics = SharedBroker.topics();
    private final LocalService service = LocalService.start(LocalServiceSettings.builder()
            .keys(KafkaPipeline.KEY)
            .project(ProjectSettings.of(SAMPLES.resolve("support-labels.json")))
            .project(ProjectSettings.of(SAMPLES.resolve("intent-labels.json")))
            .build());

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void recordsAskForTheTasksInTheirHeaderAndAllAreAcknowledged() {
        KafkaPipeline pipeline = pipeline("asked").with("kafka.documents-format", "text");
        topics.create(pipeline.documents(), 2);
        List<String> asked = List.of("intent", "support", "support,intent", "mood");
        for (int i = 0; i < 80; i++) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    pipeline.documents(), i % 2, bytes("" + i), bytes("Where is my parcel " + i + "?"));
            record.headers().add("ask", bytes(asked.get(i / 2 % 4)));
            topics.send(record);
        }
        topics.flush();
        try (KafkaPipeline running = pipeline.start()) {
            List<ConsumerRecord<byte[], byte[]>> results = topics.atLeast(running.results(), 60);
            List<ConsumerRecord<byte[], byte[]>> dead = topics.atLeast(running.deadLetters(), 20);

            assertThat(results).hasSize(60).allSatisfy(record -> {
                JsonNode result = Topics.json(record);
                List<String> answered = new ArrayList<>();
                result.path("classifications")
                        .forEach(said -> answered.add(said.at("/task/name").asText()));
                String header = asked.get(result.path("id").asInt() / 2 % 4);
                assertThat(answered).containsExactlyInAnyOrder(header.split(","));
            });
            assertThat(dead).hasSize(20).allSatisfy(record -> assertThat(
                            Topics.json(record).path("message").asText())
                    .isEqualTo("The document asks for the task 'mood', but there are only intent, support."));
            await().untilAsserted(() ->
                    assertThat(topics.lag(running.documents(), running.group())).isZero());
            assertThat(service.counters().textsByTimesAccepted()).containsOnlyKeys(1);
            // 20 documents of each set: a job each, or two where the consumers took them in two takes.
            assertThat(service.counters().jobsAccepted()).isBetween(3L, 6L);
        }
    }

    private KafkaPipeline pipeline(String name) {
        return new KafkaPipeline(name, SharedBroker.address(), service)
                .with("kafka.task-header", "ask")
                .with("kafka.consumers", "1")
                .with("tasks", "intent,support")
                .with("tasks.intent.kind", "CustomSingleLabelClassification")
                .with("tasks.intent.project-name", "MessageIntent")
                .with("tasks.intent.deployment-name", "production")
                .with("tasks.support.kind", "CustomMultiLabelClassification")
                .with("tasks.support.project-name", "SupportTickets")
                .with("tasks.support.deployment-name", "production");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
