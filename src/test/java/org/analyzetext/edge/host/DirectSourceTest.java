package org.analyzetext.edge.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.analyzetext.document.Json;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.error.DocumentsNotAcceptedException;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@code direct:analyze-text} and of the endpoints that take answers. */
class DirectSourceTest {
    @AutoClose
    private static final LocalService SERVICE = service();

    @TempDir
    Path root;

    static LocalService service() {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(Host.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/support-labels.json")))
                .build());
    }

    @Test
    void mapsTreesAndJsonTextsAloneAndInListsAreAccepted() throws Exception {
        try (Host host = host().start()) {
            host.give(Map.of("id", "map", "text", "My invoice is wrong", "order", Map.of("no", 7)));
            host.give("{\"id\":\"text\",\"text\":\"My invoice is wrong\"}");
            host.give("[{\"id\":\"array-1\",\"text\":\"one\"},{\"id\":\"array-2\",\"text\":\"two\"}]"
                    .getBytes(StandardCharsets.UTF_8));
            host.give(new ByteArrayInputStream(
                    "{\"id\":\"stream\",\"text\":\"Grüße\"}".getBytes(StandardCharsets.UTF_8)));
            host.give(List.of(
                    Map.of("id", "list-map", "text", "three"),
                    "{\"id\":\"list-text\",\"text\":\"four\"}",
                    Json.MAPPER.createObjectNode().put("id", "list-tree").put("text", "five")));
            host.give(List.of());

            awaitLabelled(host, 8);

            assertThat(host.labelled)
                    .extracting(result -> result.path("id").asText())
                    .containsExactlyInAnyOrder(
                            "map", "text", "array-1", "array-2", "stream", "list-map", "list-text", "list-tree");
            assertThat(host.labelled)
                    .filteredOn(result -> result.path("id").asText().equals("map"))
                    .first()
                    .satisfies(result -> {
                        assertThat(result.at("/metadata/order/no").asInt()).isEqualTo(7);
                        assertThat(result.at("/source/file").asText()).startsWith("call-");
                    });
            assertThat(host.failed).isEmpty();
        }
    }

    static void awaitLabelled(Host host, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> host.labelled.size() >= count);
    }

    @Test
    void whatCannotBeSentIsNotAcceptedAndNothingOfTheMessageIsKept() throws Exception {
        try (Host host = host().start()) {
            assertThat(refused(host, List.of(Map.of("id", "a", "text", "good"), Map.of("id", "b", "text", " "))))
                    .isEqualTo("not accepted: 1 of 2 documents can't be sent, and none of them is kept: document 2"
                            + " (id 'b'): EmptyText: The text is empty or only white space.");
            assertThat(refused(host, Map.of("id", "c"))).contains("document 1 (id 'c'): MissingText");
            assertThat(refused(host, "{\"id\":")).contains("InvalidJson");
            assertThat(refused(host, null)).contains("the message is empty");
            assertThat(refused(host, "")).contains("the message is empty");
            assertThat(refused(host, 42)).contains("a document is a map or JSON text, but this one is a");
            assertThat(refused(host, Map.of("id", "d", "text", "secret text ".repeat(20_000))))
                    .contains("TextTooLong")
                    .doesNotContain("secret text");

            host.give(Map.of("id", "after", "text", "good"));
            awaitLabelled(host, 1);
            assertThat(host.labelled)
                    .extracting(result -> result.path("id").asText())
                    .containsExactly("after");
        }
    }

    /** What the host's route sees, without anything around it. */
    private static String refused(Host host, Object body) {
        var exchange = host.context().createProducerTemplate().send("direct:analyze-text", to -> to.getMessage()
                .setBody(body));
        Throwable thrown = exchange.getException();
        assertThat(thrown).isInstanceOf(DocumentsNotAcceptedException.class);
        return thrown.getMessage();
    }

    @Test
    void singleDocumentsFillJobsTogether() throws Exception {
        long before = SERVICE.counters().jobsAccepted();
        try (Host host = host().with("batch.linger", "5s").start()) {
            for (int i = 0; i < 60; i++) {
                host.give(Map.of("id", "single-" + i, "text", "My invoice is wrong " + i));
            }

            awaitLabelled(host, 60);

            assertThat(SERVICE.counters().jobsAccepted() - before).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void anAnswerThatAnEndpointFailsOnComesAgainAndTheOthersDoNot() throws Exception {
        List<String> taken = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger();
        try (Host host = host().with("endpoint-sink.results", "direct:sometimes")
                .routes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:sometimes").process(message -> {
                            String id = message.getMessage().getHeader(EndpointSink.ID, String.class);
                            if (id.equals("d3") && failures.incrementAndGet() < 4) {
                                throw new IllegalStateException("not now");
                            }
                            taken.add(id);
                            // What a route of the host does to its message is no concern of ours.
                            message.getMessage().removeHeaders("*");
                            message.getMessage().setBody("gone");
                            message.setVariable("published", "gone");
                        });
                    }
                })
                .start()) {
            host.give(IntStream.range(0, 10)
                    .mapToObj(i -> Map.of("id", "d" + i, "text", "My invoice is wrong"))
                    .toList());

            await().atMost(Duration.ofSeconds(30)).until(() -> taken.contains("d3"));

            assertThat(taken).hasSize(10).doesNotHaveDuplicates();
            assertThat(failures).hasValue(4);
        }
    }

    @Test
    void theMessageLeavesAsItCame() throws Exception {
        try (Host host = host().start()) {
            Map<String, Object> document = Map.of("id", "a", "text", "good");
            var exchange = host.context().createProducerTemplate().send("direct:analyze-text", to -> {
                to.getMessage().setBody(document);
                to.getMessage().setHeader("mine", 1);
                to.setVariable("batch", "mine");
                to.setVariable("taken", "mine");
            });

            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody()).isSameAs(document);
            assertThat(exchange.getMessage().getHeaders()).containsOnly(Map.entry("mine", 1));
            assertThat(exchange.getVariables()).containsOnly(Map.entry("batch", "mine"), Map.entry("taken", "mine"));
            assertThat(exchange.getProperties()).doesNotContainKey("AnalyzeTextCall");
        }
    }

    @Test
    void aMistakeInTheConfigurationStopsTheHost() {
        Throwable thrown = catchThrowable(
                () -> host().with("task.kimd", "x").with("jobs", "file").start());

        assertThat(thrown)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "analyze-text.task.kimd is no property of this release; is analyze-text.task.kind meant?")
                .hasMessageContaining("analyze-text.jobs is 'file', but can only be files or kafka or own");
    }

    private Host host() {
        return new Host(root.resolve("work"), SERVICE.endpoint());
    }
}
