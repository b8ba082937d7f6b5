package org.analyzetext.edge.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.analyzetext.AnalyzeText;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several pipelines in one Camel context, each with its own model, folders and endpoints. */
class SeveralPipelinesTest {
    private static final String KEY = "several-pipelines-key";
    private static LocalService service;

    @TempDir
    Path root;

    private final List<JsonNode> tickets = new CopyOnWriteArrayList<>();
    private final Main main = new Main();

    @BeforeAll
    static void start() throws Exception {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/support-labels.json")))
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .build());
    }

    @AfterEach
    void stopHost() {
        main.stop();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Tickets come from routes of the host and go to one; mails come from folders and go to folders. */
    private Main host() {
        with("enabled", "true");
        with("pipelines", "tickets, mails");
        with("endpoint", service.endpoint().toString());
        with("api-key", KEY);
        with("files.scan", "20ms");
        with("files.settle", "20ms");
        with("batch.linger", "20ms");
        with("poll.first-poll", "20ms");
        with("poll.longest", "50ms");
        for (String folder : List.of("inbox", "work", "results", "dead-letters", "done", "accounts")) {
            with("files." + folder, root.resolve(folder).toString());
        }
        with("pipelines.tickets.source", "direct");
        with("pipelines.tickets.sink", "endpoint");
        with("pipelines.tickets.endpoint-sink.results", "direct:labelled");
        with("pipelines.tickets.endpoint-sink.dead-letters", "direct:labelled");
        with("pipelines.tickets.task.kind", "CustomMultiLabelClassification");
        with("pipelines.tickets.task.project-name", "SupportTickets");
        with("pipelines.mails.task.project-name", "MessageIntent");
        with("task.deployment-name", "production");
        main.configure().withAutoConfigurationLogSummary(false);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:labelled")
                        .id("labelled")
                        .process(message ->
                                tickets.add(Host.json(message.getMessage().getBody(byte[].class))));
            }
        });
        return main;
    }

    private void with(String name, String value) {
        main.addProperty("analyze-text." + name, value);
    }

    @Test
    void eachHasItsOwnModelEndpointsAndFolders() throws Exception {
        Files.createDirectories(root.resolve("mails/inbox"));
        Main host = host();
        host.start();
        Files.writeString(root.resolve("mails/inbox/a.txt"), "Where is my parcel? It should be here by now.");
        host.getCamelTemplate()
                .sendBody("direct:analyze-text-tickets", Map.of("id", "t", "text", "My invoice is wrong"));

        await().atMost(Duration.ofSeconds(30)).until(() -> !tickets.isEmpty());
        assertThat(tickets).singleElement().satisfies(result -> {
            assertThat(result.path("id").asText()).isEqualTo("t");
            assertThat(result.toString()).contains("\"SupportTickets\"");
        });
        Path labelled = root.resolve("mails/results/texts.jsonl");
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(labelled));
        assertThat(Files.readString(labelled)).contains("\"MessageIntent\"");
        assertThat(root.resolve("tickets/work")).isDirectory();
        assertThat(root.resolve("tickets/inbox")).doesNotExist();
        assertThat(root.resolve("work")).doesNotExist();
    }

    @Test
    void routesBeansHealthAndMetersAreCalledByTheirPipeline() throws Exception {
        Files.createDirectories(root.resolve("mails/inbox"));
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Main host = host();
        host.bind("meters", meters);
        host.start();

        assertThat(host.getCamelContext().getRoutes())
                .extracting(Route::getId)
                .contains("analyze-text-tickets-submit", "analyze-text-mails-submit", "labelled")
                .allMatch(id -> id.matches("labelled|analyze-text-(tickets|mails)-.*"));
        assertThat(host.getCamelContext().getRegistry().lookupByName("analyzeTextTickets"))
                .isInstanceOf(AnalyzeText.class);
        assertThat(host.getCamelContext()
                        .getRegistry()
                        .findByTypeWithName(Object.class)
                        .keySet())
                .filteredOn(bean -> bean.startsWith("analyzeText"))
                .allMatch(bean -> bean.matches("analyzeText((Tickets|Mails).*|Budget)"));
        HealthCheckRegistry checks = HealthCheckRegistry.get(host.getCamelContext());
        assertThat(checks.getCheck("analyze-text-tickets")).isPresent();
        assertThat(checks.getCheck("analyze-text-mails")).isPresent();
        assertThat(meters.scrape())
                .contains("analyze_text_ready{condition=\"storage\",pipeline=\"tickets\"}")
                .contains("analyze_text_ready{condition=\"storage\",pipeline=\"mails\"}");
    }

    @Test
    void callsOfTheSameResourceShareItsQuota() throws Exception {
        Files.createDirectories(root.resolve("mails/inbox"));
        with("quota.requests-per-minute", "60");
        with("batch.max-documents", "1");
        Main host = host();
        host.start();
        AnalyzeText ticketsPipeline =
                host.getCamelContext().getRegistry().lookupByNameAndType("analyzeTextTickets", AnalyzeText.class);
        AnalyzeText mails =
                host.getCamelContext().getRegistry().lookupByNameAndType("analyzeTextMails", AnalyzeText.class);
        assertThat(ticketsPipeline.budget()).isSameAs(mails.budget());
        long before = System.nanoTime();
        for (int i : IntStream.range(0, 2).toArray()) {
            Files.writeString(root.resolve("mails/inbox/" + i + ".jsonl"), "{\"text\": \"parcel " + i + "\"}\n");
            host.getCamelTemplate().sendBody("direct:analyze-text-tickets", Map.of("text", "invoice " + i));
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> tickets.size() == 2
                        && Files.exists(root.resolve("mails/results/0.jsonl"))
                        && Files.exists(root.resolve("mails/results/1.jsonl")));
        // Four submits and four polls at one a second; with a quota for each pipeline it would be half as long.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(6));
    }

    @Test
    void aSecondInstallOfTheSameNameIsAnErrorAndOtherNamesMayFollow() throws Exception {
        Files.createDirectories(root.resolve("mails/inbox"));
        with("pipelines.more.source", "direct");
        with("pipelines.more.task.project-name", "MessageIntent");
        Main host = host();
        host.addProperty("analyze-text.pipelines", "tickets,mails,more");
        host.start();
        assertThatThrownBy(() -> AnalyzeText.install(host.getCamelContext(), "mails"))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageStartingWith("pipeline 'mails' is installed in this context already");
        assertThat(host.getCamelContext().getRoute("analyze-text-more-source-direct"))
                .isNotNull();
    }

    @Test
    void mistakesNameThePropertyOfThePipelineAndNamesThatCantBe() {
        Main host = host();
        with("pipelines.tickets.task.kind", "LanguageDetection");
        with("pipelines.tickets.tsak.name", "x");
        assertThatThrownBy(host::start)
                .hasStackTraceContaining("analyze-text.pipelines.tickets.task.kind can't be used: LanguageDetection")
                .hasStackTraceContaining("analyze-text.pipelines.tickets.tsak.name is no property of this release; is"
                        + " analyze-text.pipelines.tickets.task.name meant?");
        assertThatThrownBy(() -> AnalyzeText.install(new DefaultCamelContext(), "submit"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("names 'submit', but a pipeline has a name of");
    }
}
