package org.analyzetext.edge.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.error.RouteFileException;
import org.analyzetext.localservice.LocalService;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The walk-throughs of the page, with the files and properties that stand on it; and mistakes in route files. The queue
 * of another kind is run in src/it/jms, SFTP and a database in src/it/sftp and src/it/database, a schema registry's records in
 * KafkaPipelineTest.
 */
class EditingRoutesTest {
    private static final Path PAGE = Path.of("docs/editing-routes.md");
    private static final Pattern FILE = Pattern.compile("```yaml\n# file: routes/(\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROPERTIES = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);

    private static LocalService service;

    @TempDir
    Path root;

    @BeforeAll
    static void startService() {
        service = DirectSourceTest.service();
    }

    @AfterAll
    static void stopService() {
        service.close();
    }

    @Test
    void documentsAreEnrichedBeforeTheyAreSubmitted() throws Exception {
        try (Host host = host("Enrich before submitting").start()) {
            host.context()
                    .createProducerTemplate()
                    .sendBody("direct:orders", "{\"id\":\"a\",\"text\":\"My invoice is wrong\"}");

            DirectSourceTest.awaitLabelled(host, 1);

            assertThat(host.labelled.get(0).at("/metadata/shop").asText()).isEqualTo("north");
        }
    }

    @Test
    void resultsOfLowConfidenceGoToReview() throws Exception {
        List<JsonNode> review = new CopyOnWriteArrayList<>();
        List<JsonNode> sure = new CopyOnWriteArrayList<>();
        try (Host host = host("Low-confidence results to a review queue")
                .routes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("seda:review")
                                .process(message -> review.add(
                                        Host.json(message.getMessage().getBody(byte[].class))));
                        from("seda:labelled")
                                .process(message ->
                                        sure.add(Host.json(message.getMessage().getBody(byte[].class))));
                    }
                })
                .start()) {
            List<String> mails = Files.readAllLines(Path.of("src/main/samples/inbox/mails.jsonl"));
            host.give(mails);

            await().atMost(Duration.ofSeconds(30)).until(() -> review.size() + sure.size() == mails.size());
            assertThat(review).isNotEmpty().allMatch(result -> score(result) < 0.8);
            assertThat(sure).isNotEmpty().allMatch(result -> score(result) >= 0.8);
        }
    }

    /** 0 for a text without a label. */
    private static double score(JsonNode result) {
        return result.at("/classifications/0/classes/0/confidenceScore").asDouble();
    }

    @Test
    void cloudEventsAreReadAndTheirAttributesComeBack() throws Exception {
        try (Host host = host("CloudEvents in").start()) {
            host.give("{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"/shop\",\"type\":\"order\",\"data\":"
                    + "{\"text\":\"My invoice is wrong\",\"language\":\"en\",\"order\":7}}");

            DirectSourceTest.awaitLabelled(host, 1);

            JsonNode result = host.labelled.get(0);
            assertThat(result.path("id").asText()).isEqualTo("e-1");
            assertThat(result.at("/metadata/type").asText()).isEqualTo("order");
            assertThat(result.at("/metadata/data/order").asInt()).isEqualTo(7);
            assertThat(result.at("/metadata/data").has("text")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            publish.camel.yaml | - filter: | - fliter: | publish.camel.yaml, line 17: Unknown node id: fliter; is 'filter' meant?
            submit.camel.yaml | loggingLevel: WARN | loggingLevle: WARN | submit.camel.yaml, line 59: Unsupported field: loggingLevle
            publish.camel.yaml | description: | \\tdescription: | publish.camel.yaml, line 4: the YAML is not well formed
            poll.camel.yaml | id: analyze-text-poll-call | id: analyze-text-submit | the id 'analyze-text-submit' is used before, in
            publish.camel.yaml | direct:analyze-text-sink | direct:analyze-text-snik | line 16: no route begins with 'direct:analyze-text-snik'; is direct:analyze-text-sink meant?
            """)
    void aMistakeIsToldWithFileLineAndHint(String file, String part, String replacement, String told) throws Exception {
        Path routes = routes();
        String before = Files.readString(routes.resolve(file));
        assertThat(before).contains(part);
        Files.writeString(
                routes.resolve(file), before.replaceFirst(Pattern.quote(part), replacement.replace("\\t", "\t")));

        Throwable thrown = catchThrowable(() -> new Host(root.resolve("work"), service.endpoint())
                .with("routes", "file:" + routes + "/*.camel.yaml")
                .start());

        assertThat(thrown).isInstanceOf(RouteFileException.class).hasMessageContaining(told);
    }

    /** A host with the routes of the project and what the page says under this heading. */
    private Host host(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("## " + heading + "\n");
        assertThat(start).as(heading).isPositive();
        int next = page.indexOf("\n## ", start);
        String section = page.substring(start, next < 0 ? page.length() : next);
        Path routes = routes();
        Matcher file = FILE.matcher(section);
        while (file.find()) {
            Files.writeString(routes.resolve(file.group(1)), file.group(2));
        }
        Host host =
                new Host(root.resolve("work"), service.endpoint()).with("routes", "file:" + routes + "/*.camel.yaml");
        Matcher properties = PROPERTIES.matcher(section);
        assertThat(properties.find()).isTrue();
        Properties said = new Properties();
        said.load(new StringReader(properties.group(1)));
        host.properties.putAll(said);
        return host;
    }

    private Path routes() throws IOException {
        Path routes = Files.createDirectory(root.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        return routes;
    }
}
