package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that shows a running application, with folders, asked as a browser asks. */
class LivePageIT {
    private static final String TEXT = "Please cancel my subscription of Heliotrope";
    private static final String DOCUMENTS = """
            {"id":"id-of-a-document","text":"%s"}
            {"id":"2","text":"%s"}
            {"id":"id-of-a-dead-letter","text":""}
            """.formatted(TEXT, TEXT);

    private static LocalService service;

    @TempDir
    Path root;

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
    void numbersAreOfWhatIsKeptAndSurviveARestart() throws Exception {
        WorkingFolder folder = running();
        folder.put("mails.jsonl", DOCUMENTS);
        try (RunningApp app = folder.start()) {
            LiveView live = LiveView.of(app);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(live.section("facts"))
                    .contains("<b>2</b>results")
                    .contains("<b>1</b>dead letters"));
        }
        try (RunningApp app = folder.start()) {
            LiveView live = LiveView.of(app);

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(live.section("facts")).contains("<b>2</b>results").contains("<b>1</b>dead letters");
                assertThat(live.section("found")).contains("Task <bdi>classification</bdi>");
                assertThat(live.section("dead-letters")).contains("codes#EmptyText");
                assertThat(live.section("status")).contains("Idle");
            });
            assertThat(live.body("codes")).contains("id=\"EmptyText\"");
        }
    }

    @Test
    void editedRouteFileChangesThePicture() throws Exception {
        WorkingFolder folder = running();
        Path publish = folder.root().resolve("routes/publish.camel.yaml");
        Files.writeString(publish, Files.readString(publish) + """

                - route:
                    id: my-audit
                    description: "Notes <b>what</b> was published, for us."
                    routeConfigurationId: analyze-text-pass-on
                    from:
                      uri: direct:my-audit
                      steps:
                        - log: published
                """);
        Files.writeString(
                publish,
                Files.readString(publish)
                        .replaceFirst(
                                "        - to:\n            id: to-sink\n",
                                "        - to:\n            id: to-my-audit\n            uri: direct:my-audit\n"
                                        + "        - to:\n            id: to-sink\n"));
        try (RunningApp app = folder.start()) {
            String routes = LiveView.of(app).section("routes");

            assertThat(routes)
                    .contains(">my-audit</text>")
                    .contains("Notes &lt;b&gt;what&lt;/b&gt; was published, for us.")
                    .contains(
                            "source-files", "Takes each finished file out of the inbox", "work/*/todo/", "the service")
                    .doesNotContain("source-kafka", "file:work");
        }
    }

    @Test
    void whatHoldsThePipelineUpStandsAtTheTopWithWhatWaits() throws Exception {
        WorkingFolder folder = running().with("spending.per-day", "150");
        Path pause = Files.createFile(folder.root().resolve("analyze-text.pause"));
        folder.put("mails.jsonl", DOCUMENTS);
        try (RunningApp app = folder.start()) {
            LiveView live = LiveView.of(app);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(live.section("status")).contains("Held up", "submitting is paused until");
                assertThat(live.section("facts")).contains("<b>3</b>documents wait");
                assertThat(live.section("routes")).contains("1 batch</text>");
                assertThat(live.section("inputs")).contains("mails.jsonl");
                assertThat(live.section("warnings")).contains("submitting is paused until");
            });
            assertThat(live.json().path("title").asText()).startsWith("HELD UP");
            assertThat(live.section("spending")).contains("today", "150");

            Files.delete(pause);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> live.section("facts").contains("<b>2</b>results"));
        }
    }

    @Test
    void hostileNamesAreTextAndIdsAreShownOnlyWhereThatIsConfigured() throws Exception {
        String hostile = "x <script>alert('1')</script>&\"\u202e.jsonl".replace("/", "");
        WorkingFolder folder = running();
        Files.createFile(folder.root().resolve("analyze-text.pause"));
        folder.put(hostile, DOCUMENTS);
        try (RunningApp app = folder.start()) {
            LiveView live = LiveView.of(app);
            await().atMost(Duration.ofSeconds(30)).until(() -> live.section("inputs")
                    .contains("x &lt;script&gt;alert(&#39;1&#39;)&lt;script&gt;&amp;&quot;"));

            assertThat(live.body("") + live.body("live.json"))
                    .doesNotContain("<script>alert", "\u202e", "id-of-a-document", "id-of-a-dead-letter", "Heliotrope")
                    .doesNotContain(WorkingFolder.KEY);
        }
        try (RunningApp app = folder.with("observe.ids", "true").start()) {
            LiveView live = LiveView.of(app);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> live.section("dead-letters").contains("id-of-a-dead-letter"));
            assertThat(live.body("live.json")).doesNotContain("Heliotrope");
        }
    }

    @Test
    void onlyReadsUnderKnownNamesAreAnsweredAndNothingElseMayRunInThePage() throws Exception {
        try (RunningApp app = running().with("observe.names", "monitor.example").start()) {
            LiveView live = LiveView.of(app);
            for (String path : new String[] {"", "live.json", "live.js", "style.css", "codes"}) {
                assertThat(live.status("GET", path)).as(path).isEqualTo(200);
                assertThat(live.status("HEAD", path)).as(path).isEqualTo(200);
                for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
                    assertThat(live.status(method, path)).as(method + path).isEqualTo(405);
                }
                assertThat(live.header(path, "Content-Security-Policy"))
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe");
                assertThat(live.header(path, "X-Content-Type-Options")).isEqualTo("nosniff");
            }
            for (String host :
                    new String[] {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", ""}) {
                assertThat(raw(live.address(), "live.json", host)).as(host).startsWith("HTTP/1.1 421");
                assertThat(raw(live.address(), "metrics", host)).as(host).startsWith("HTTP/1.1 421");
            }
            for (String host :
                    new String[] {"localhost", "127.0.0.1:1", "[::1]:8080", "10.1.2.3", "Monitor.Example:99"}) {
                assertThat(raw(live.address(), "live.json", host)).as(host).startsWith("HTTP/1.1 200");
            }
            String page = live.body("");
            assertThat(page).doesNotContain("style=", " onload", " onclick", "http://", "https://");
        }
    }

    @Test
    void withoutAPortItSaysHowToSwitchThePageOn() throws Exception {
        WorkingFolder folder = new WorkingFolder(root.resolve("first")).calling(service);
        folder.put("mails.jsonl", DOCUMENTS);
        try (RunningApp app = folder.start()) {
            assertThat(app.exitCode()).isEqualTo(3);
            assertThat(app.err())
                    .contains("analyze-text.observe.port=9464 serves them at http://127.0.0.1:9464/observe/");
        }
    }

    private static String raw(URI address, String path, String host) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /observe/%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host))
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private WorkingFolder running() throws IOException {
        return new WorkingFolder(root.resolve("first"))
                .calling(service)
                .with("exit-when-drained", "false")
                .with("pause-file", "analyze-text.pause")
                .with("observe.port", "0");
    }
}
