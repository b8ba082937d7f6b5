package org.analyzetext.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObserveServerTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ObserveServer server = new ObserveServer(
            context,
            new ObserveSettings("127.0.0.1", OptionalInt.of(0), List.of("monitor.example"), false, Duration.ZERO, 0),
            registry,
            Map.of(
                    "/observe/", new ObserveFile("text/html", () -> "<p>a page</p>"),
                    "/observe/broken",
                            new ObserveFile("text/html", () -> {
                                throw new IllegalStateException("the reason");
                            })));
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        context.stop();
    }

    @Test
    void theFilesItIsGivenAreServedBesideHealthAndMetrics() throws Exception {
        HttpResponse<String> page = get("/observe/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("<p>a page</p>");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html");
        for (String place : new String[] {"/observe/health", "/observe/health/ready", "/observe/metrics"}) {
            assertThat(get(place).statusCode()).isEqualTo(200);
        }
        assertThat(get("/observe/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void fileThatCanNotBeMadeIsAnErrorWithoutItsReason() throws Exception {
        HttpResponse<String> broken = get("/observe/broken");

        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("the reason");
    }

    @Test
    void addressesAndKnownNamesAreAllowedAndNoOthers() {
        HostNames names = new HostNames("observe.internal", List.of("Monitor.example"));

        assertThat(List.of(
                        "localhost",
                        "LOCALHOST:9464",
                        "127.0.0.1:9464",
                        "10.0.0.7",
                        "[::1]:9464",
                        "[fe80::1%25eth0]",
                        "observe.internal:1",
                        "monitor.example"))
                .allMatch(names::allow);
        assertThat(List.of(
                        "",
                        "evil.example",
                        "localhost.evil.example",
                        "127.0.0.1.evil.example",
                        "evil.example:127.0.0.1",
                        "monitor.example.evil",
                        "[evil]"))
                .noneMatch(names::allow);
        assertThat(names.allow(null)).isTrue();
    }

    @Test
    void theEndWaitsUntilTheLastMetricsWereRead() throws Exception {
        get("/observe/metrics");
        Counter last = registry.counter("last");
        last.increment();
        CompletableFuture<Void> end = CompletableFuture.runAsync(this::awaitLastScrape);

        while (!end.isDone()) {
            assertThat(get("/observe/metrics").body()).contains("last_total 1.0");
        }

        assertThat(end).isCompleted();
    }

    @Test
    void theEndDoesNotWaitWhereNobodyReadsMetrics() {
        assertThat(CompletableFuture.runAsync(this::awaitLastScrape)).succeedsWithin(Duration.ofSeconds(10));
    }

    private void awaitLastScrape() {
        try {
            server.awaitLastScrape(Duration.ofSeconds(60));
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
