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
import java.util.concurrent.CompletableFuture;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObserveServerTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ObserveServer server = new ObserveServer(context, "127.0.0.1", 0, registry);
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
    void theIndexListsWhatThereIs() throws Exception {
        HttpResponse<String> index = get("/observe/");

        assertThat(index.statusCode()).isEqualTo(200);
        for (String place : new String[] {"/observe/health", "/observe/health/ready", "/observe/metrics"}) {
            assertThat(index.body()).contains(place);
            assertThat(get(place).statusCode()).isEqualTo(200);
        }
        assertThat(get("/observe/nothing").statusCode()).isEqualTo(404);
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
