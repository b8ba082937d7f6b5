package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics of the application, read as a monitoring system reads them. */
class ObserveIT {
    private static final Pattern SERVED = Pattern.compile("health and metrics: (http://127\\.0\\.0\\.1:\\d+)/observe/");
    private static final String TEXT = "Please cancel my subscription of Heliotrope";

    private static LocalService service;

    @TempDir
    Path root;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void startService() throws Exception {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .build());
    }

    @AfterAll
    static void stopService() {
        service.close();
    }

    @Test
    void metricsTellWhatWasDoneAndNeitherKeyNorTexts() throws Exception {
        WorkingFolder folder = running();
        folder.put("mails.jsonl", "{\"id\":\"1\",\"text\":\"%s\"}\n{\"id\":\"2\",\"text\":\"\"}\n".formatted(TEXT));
        try (RunningApp app = folder.start()) {
            URI observe = observe(app);

            // A result is counted a moment before its job is gone from the work folder.
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(get(observe, "metrics").body())
                            .contains("analyze_text_documents_total{outcome=\"result\",pipeline=\"default\"} 1.0")
                            .contains("analyze_text_jobs_in_flight{pipeline=\"default\"} 0.0"));

            HttpResponse<String> metrics = get(observe, "metrics");
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
            assertThat(metrics.body())
                    .contains("analyze_text_documents_total{outcome=\"dead-letter\",pipeline=\"default\"} 1.0")
                    .contains("analyze_text_dead_letters_total{code=\"EmptyText\",pipeline=\"default\"} 1.0")
                    .contains(
                            "analyze_text_calls_total{method=\"POST\",pipeline=\"default\",resource=\"default\",status=\"202\"} 1.0")
                    .contains("analyze_text_jobs_total{pipeline=\"default\"} 1.0")
                    .contains(
                            "analyze_text_text_records_total{pipeline=\"default\",resource=\"default\",task=\"classification\"} 1.0")
                    .contains("analyze_text_batch_documents_sum{pipeline=\"default\"} 1.0")
                    .contains("analyze_text_poll_delay_seconds_bucket")
                    .contains("jvm_memory_used_bytes")
                    .doesNotContain("Heliotrope")
                    .doesNotContain(WorkingFolder.KEY);
        }
    }

    @Test
    void readyWhileDocumentsFlowAndNotReadyWithTheReasonWhenTooManyWait() throws Exception {
        WorkingFolder folder = running()
                .with("observe.backlog", "2")
                .with("endpoint", "http://127.0.0.1:1")
                .with("submit.threads", "1");
        try (RunningApp app = folder.start()) {
            URI observe = observe(app);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(observe, "health/ready").statusCode() == 200);

            folder.put(
                    "mails.jsonl",
                    "{\"id\":\"1\",\"text\":\"%s\"}\n".formatted(TEXT).repeat(100));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(observe, "health/ready").body().contains("backlog: "));

            HttpResponse<String> ready = get(observe, "health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            JsonNode health = Json.MAPPER.readTree(ready.body());
            assertThat(health.path("status").asText()).isEqualTo("DOWN");
            assertThat(health.path("checks").findValuesAsText("reason")).anySatisfy(reason -> assertThat(reason)
                    .startsWith("backlog: ")
                    .contains("documents are not submitted yet, more than analyze-text.observe.backlog (2)"));
            assertThat(health.toString()).doesNotContain("Heliotrope").doesNotContain(WorkingFolder.KEY);
            assertThat(get(observe, "health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void notReadyWhileTheKeyIsRefusedAndReadyWhenItIsReplaced() throws Exception {
        Path key = Files.writeString(root.resolve("key"), "another-key");
        WorkingFolder folder = running().withoutKey().with("api-key-file", key.toString());
        folder.put("mails.jsonl", "{\"id\":\"1\",\"text\":\"%s\"}\n".formatted(TEXT));
        try (RunningApp app = folder.start()) {
            URI observe = observe(app);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(observe, "health/ready").body().contains("resource-default: refuses the key"));
            assertThat(get(observe, "metrics").body())
                    .contains("analyze_text_ready{condition=\"resource-default\",pipeline=\"default\"} 0.0");

            Files.writeString(key, WorkingFolder.KEY);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(observe, "health/ready").statusCode() == 200);
            assertThat(get(observe, "metrics").body())
                    .contains("analyze_text_ready{condition=\"resource-default\",pipeline=\"default\"} 1.0")
                    .contains("analyze_text_quota_used{pipeline=\"default\",resource=\"default\"}");
        }
    }

    @Test
    void notReadyWhilePausedOrAtTheSpendingLimitWithWhatIsCounted() throws Exception {
        WorkingFolder folder = running().with("spending.per-day", "150").with("spending.per-month", "1000");
        Path pause = Files.createFile(folder.root().resolve("analyze-text.pause"));
        folder.put(
                "mails.jsonl",
                "{\"id\":\"1\",\"text\":\"%s\"}\n".formatted(TEXT).repeat(200));
        try (RunningApp app = folder.start()) {
            URI observe = observe(app);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> get(observe, "health/ready").body().contains("spending: submitting is paused until"));

            Files.delete(pause);

            await().atMost(Duration.ofSeconds(30)).until(() -> get(observe, "health/ready")
                    .body()
                    .contains("spending: the spending limit of 150 text records a day"));
            assertThat(get(observe, "metrics").body())
                    .contains("analyze_text_ready{condition=\"spending\",pipeline=\"default\"} 0.0")
                    .contains("analyze_text_spending_counted{period=\"day\",pipeline=\"default\"} 150.0")
                    .contains("analyze_text_spending_counted{period=\"month\",pipeline=\"default\"} 150.0")
                    .contains("analyze_text_spending_limit{period=\"day\",pipeline=\"default\"} 150.0")
                    .contains("analyze_text_spending_limit{period=\"month\",pipeline=\"default\"} 1000.0");
            assertThat(get(observe, "health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void portThatIsTakenIsToldInOneSentence() throws Exception {
        try (RunningApp first = running().start()) {
            int taken = observe(first).getPort();
            WorkingFolder second = new WorkingFolder(root.resolve("second"))
                    .calling(service)
                    .with("observe.port", Integer.toString(taken));
            try (RunningApp app = second.start()) {
                assertThat(app.exitCode()).isEqualTo(1);
                assertThat(app.err())
                        .contains("health and metrics can't be served at")
                        .contains("analyze-text.observe.port")
                        .doesNotContain("\tat ");
            }
        }
    }

    @Test
    void halfSentRequestsHoldUpNoProbeAndAreCutOff() throws Exception {
        try (RunningApp app = running().start()) {
            URI observe = observe(app);
            get(observe, "health/live");
            List<Socket> half = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(observe.getHost(), observe.getPort());
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write("GET /observe/health/li".getBytes(StandardCharsets.US_ASCII));
                half.add(socket);
            }

            for (String what : List.of("health/live", "health/ready", "metrics")) {
                Instant asked = Instant.now();
                assertThat(get(observe, what).statusCode()).isEqualTo(200);
                assertThat(Duration.between(asked, Instant.now())).as(what).isLessThan(Duration.ofSeconds(1));
            }
            for (Socket socket : half) {
                assertThat(isClosedByTheServer(socket)).isTrue();
                socket.close();
            }
        }
    }

    @Test
    void connectionsAboveFiveHundredAreClosedAndTheNextIsAnsweredWhenOneWentAway() throws Exception {
        try (RunningApp app = running().start()) {
            URI observe = observe(app);
            List<Socket> silent = new ArrayList<>();
            try {
                for (int i = 0; i < 500; i++) {
                    silent.add(new Socket(observe.getHost(), observe.getPort()));
                }
                try (Socket more = new Socket(observe.getHost(), observe.getPort())) {
                    more.setSoTimeout(5_000);
                    assertThat(isClosedByTheServer(more)).isTrue();
                }
                silent.remove(0).close();

                await().atMost(Duration.ofSeconds(5))
                        .ignoreExceptions()
                        .until(() -> get(observe, "health/live").statusCode() == 200);
            } finally {
                for (Socket socket : silent) {
                    socket.close();
                }
            }
        }
    }

    private static boolean isClosedByTheServer(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void onlyGetAndHeadOfExactPathsAreAnswered() throws Exception {
        try (RunningApp app = running().start()) {
            URI observe = observe(app);
            for (String path : List.of("health/live/", "health/liveness", "health/ready/x", "healthy", "metrics/x")) {
                assertThat(get(observe, path).statusCode()).as(path).isEqualTo(404);
            }
            for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE")) {
                HttpResponse<String> answer = ask(observe, "health/live", method);
                assertThat(answer.statusCode()).as(method).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
            }
            assertThat(ask(observe, "health/live", "HEAD").statusCode()).isEqualTo(200);
        }
    }

    private HttpResponse<String> ask(URI observe, String what, String method) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(observe.resolve("/observe/" + what))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private WorkingFolder running() throws IOException {
        return new WorkingFolder(root.resolve("first"))
                .calling(service)
                .with("exit-when-drained", "false")
                .with("observe.port", "0");
    }

    private static URI observe(RunningApp app) throws IOException {
        app.awaitErr("health and metrics: ");
        Matcher served = SERVED.matcher(app.err());
        assertThat(served.find()).isTrue();
        return URI.create(served.group(1));
    }

    private HttpResponse<String> get(URI observe, String what) throws IOException, InterruptedException {
        return ask(observe, what, "GET");
    }
}
