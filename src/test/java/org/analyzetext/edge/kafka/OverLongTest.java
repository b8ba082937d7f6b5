package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Documents that are too long for a request, from a topic. */
@ExtendWith(SharedBroker.class)
class OverLongTest {
    private static final int LIMIT = 400;
    private static final String SENTENCE = " Where is my parcel? ";

    private final Topics topics = SharedBroker.topics();

    private static LocalService service(String jobDuration, String... faults) {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(KafkaPipeline.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .maxCharacters(LIMIT)
                .jobDuration(DurationDistribution.parse(jobDuration))
                .faults(faults)
                .build());
    }

    private KafkaPipeline pipeline(String name, LocalService service) {
        KafkaPipeline pipeline = new KafkaPipeline(name, SharedBroker.address(), service)
                .with("batch.max-characters", Integer.toString(LIMIT))
                .with("document.over-long", "split")
                .with("poll.first-poll", "100ms")
                .with("kafka.linger", "50");
        topics.create(pipeline.documents(), 1);
        return pipeline;
    }

    private void send(KafkaPipeline pipeline, String id, String text) {
        String value =
                Json.MAPPER.createObjectNode().put("id", id).put("text", text).toString();
        topics.send(pipeline.documents(), 0, id, value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRestartBetweenPartsGoesOnAndADocumentWithAPartThatFailsIsOneDeadLetter() {
        try (LocalService service = service("300ms", "document-refused content=poison")) {
            KafkaPipeline pipeline = pipeline("split", service);
            send(pipeline, "short", "before");
            send(pipeline, "long", numbered("a", 50));
            send(pipeline, "bad", numbered("b", 35) + "poison");
            send(pipeline, "after", "behind");
            topics.flush();
            pipeline.start();
            // The two short ones, and the first parts of the others.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> service.counters().jobsAccepted() >= 5);
            pipeline.close();
            try (KafkaPipeline after = pipeline.start()) {
                List<ConsumerRecord<byte[], byte[]>> results = topics.atLeast(after.results(), 3);
                List<ConsumerRecord<byte[], byte[]>> dead = topics.atLeast(after.deadLetters(), 1);

                assertThat(results).hasSize(3);
                JsonNode result = results.stream()
                        .map(Topics::json)
                        .filter(each -> each.path("id").asText().equals("long"))
                        .collect(Collectors.toList())
                        .get(0);
                assertThat(result.path("parts").size()).isBetween(3, 4);
                assertThat(dead).hasSize(1);
                JsonNode letter = Topics.json(dead.get(0));
                assertThat(letter.path("code").asText()).isEqualTo("InvalidDocument");
                assertThat(letter.path("message").asText()).startsWith("Part 3 of 3: ");
                assertThat(letter.path("parts")).hasSize(2);
                assertThat(letter.at("/document/text").asText()).endsWith("poison");
                assertThat(service.counters().textsByTimesAccepted()).containsOnlyKeys(1);
                // The short ones share a job where one take has both.
                int jobsOfParts = result.path("parts").size() + 3;
                assertThat(service.counters().jobsAccepted()).isBetween(jobsOfParts + 1L, jobsOfParts + 2L);
            }
        }
    }

    private static String numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i + SENTENCE).collect(Collectors.joining());
    }
}
