package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kafka at one edge, routes of the host at others. */
@ExtendWith(SharedBroker.class)
class MixedEdgesTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> labelled = new CopyOnWriteArrayList<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private final String name = "mixed-" + NUMBER.incrementAndGet();

    private LocalService service;

    @BeforeEach
    void startService() {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(KafkaPipeline.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.fixed(Duration.ofSeconds(1)))
                .build());
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void documentsOfTheHostGoThroughTopicsAndAJobThatIsKeptIsNotSubmittedAgain() throws Exception {
        try (KafkaPipeline pipeline = direct().routes(answers(0)).start()) {
            give(pipeline.context(), documents(60));
            give(pipeline.context(), List.of(Map.of("id", "single", "text", "Where is my parcel?")));
            await().atMost(PATIENCE).until(() -> service.counters().jobsAccepted() == 4);
        }
        KafkaPipeline restarted = direct().routes(answers(0));
        try (restarted) {
            restarted.start();
            await().atMost(PATIENCE).until(() -> labelled.size() >= 61);
        }

        assertThat(labelled).hasSize(61).doesNotHaveDuplicates().contains("1", "60", "single");
        assertThat(failed).isEmpty();
        assertThat(service.counters().textsByTimesAccepted().keySet()).containsExactly(1);
    }

    @Test
    void aMessageThatFailsHalfwayIsNotAcceptedAtAll() throws Exception {
        try (KafkaPipeline pipeline = direct().routes(answers(0)).start()) {
            AtomicInteger batches = new AtomicInteger();
            AdviceWith.adviceWith(
                    pipeline.context(),
                    "analyze-text-jobs-kafka",
                    advice -> advice.weaveById("to-jobs-topic").before().process(batch -> {
                        if (batches.incrementAndGet() == 2) {
                            throw new IllegalStateException("the second batch fails");
                        }
                    }));

            assertThatThrownBy(() -> give(pipeline.context(), documents(60)))
                    .hasRootCauseMessage("the second batch fails");
            give(pipeline.context(), List.of(Map.of("id", "after", "text", "Where is my parcel?")));
            await().atMost(PATIENCE).until(() -> labelled.contains("after"));
        }

        assertThat(labelled).containsExactly("after");
        assertThat(service.counters().documentsAccepted()).isEqualTo(1);
    }

    @Test
    void recordsOfATopicGoToEndpointsAndOneThatIsNotTakenComesAgain() throws Exception {
        KafkaPipeline pipeline = pipeline();
        SharedBroker.topics().create(pipeline.documents(), 2);
        for (int i = 1; i <= 30; i++) {
            String value = "{\"id\":\"" + i + "\",\"text\":\"Where is parcel " + i + "?\"}";
            SharedBroker.topics().send(pipeline.documents(), i % 2, null, value.getBytes(StandardCharsets.UTF_8));
        }
        SharedBroker.topics().send(pipeline.documents(), 0, null, "{".getBytes(StandardCharsets.UTF_8));
        SharedBroker.topics().flush();
        try (pipeline) {
            pipeline.routes(answers(2)).start();
            await().atMost(PATIENCE).until(() -> labelled.size() >= 30 && !failed.isEmpty());
        }

        assertThat(labelled).hasSize(30).doesNotHaveDuplicates();
        assertThat(failed).containsExactly("InvalidJson");
        assertThat(service.counters().textsByTimesAccepted().keySet()).containsExactly(1);
    }

    private KafkaPipeline direct() {
        return pipeline().with("source", "direct");
    }

    private KafkaPipeline pipeline() {
        return new KafkaPipeline(name, SharedBroker.address(), service)
                .with("sink", "endpoint")
                .with("endpoint-sink.results", "direct:labelled")
                .with("endpoint-sink.dead-letters", "direct:not-labelled");
    }

    /** The host's routes; the one for results fails so often on the document 3. */
    private RouteBuilder answers(int failures) {
        AtomicInteger left = new AtomicInteger(failures);
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:labelled").process(message -> {
                    String id = json(message.getMessage().getBody(byte[].class))
                            .path("id")
                            .asText();
                    if (id.equals("3") && left.getAndDecrement() > 0) {
                        throw new IllegalStateException("not now");
                    }
                    labelled.add(id);
                });
                from("direct:not-labelled")
                        .process(message -> failed.add(json(message.getMessage().getBody(byte[].class))
                                .path("code")
                                .asText()));
            }
        };
    }

    private static JsonNode json(byte[] body) throws Exception {
        return Json.MAPPER.readTree(body);
    }

    private static void give(CamelContext context, Object documents) throws Exception {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            template.sendBody("direct:analyze-text", documents);
        }
    }

    private static List<Map<String, String>> documents(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Map.of("id", Integer.toString(i), "text", "Where is parcel " + i + "?"))
                .toList();
    }
}
