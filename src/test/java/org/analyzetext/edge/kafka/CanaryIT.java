package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.document.Json;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.analyzetext.route.ScriptedService;
import org.analyzetext.route.ScriptedService.Reply;
import org.analyzetext.route.ScriptedService.Request;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys and texts that are easy to find are planted wherever they can come in, the service quotes them in its errors, and
 * all that leaves the application is searched: files and Kafka, with every logger at TRACE that the shipped log
 * configuration does not hold back.
 */
@ExtendWith(SharedBroker.class)
class CanaryIT {
    private static final String NAME = "canary-topics";
    private static final String REFUSED_KEY = "canary-key-refused-0xA1";
    private static final String SECOND_KEY = "canary-key-second-0xB2";
    private static final String TEXT = "Canary Heliotrope wants his parcel";
    private static final String METADATA = "canary-metadata-Celadon";
    private static final String HEADER = "canary-header-Vermilion";
    private static final String TRACE_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Pattern SERVED = Pattern.compile("health and metrics: (http://127\\.0\\.0\\.1:\\d+)/observe/");
    private static final String SHIPPED_LOGS = "src/main/resources/org/analyzetext/app/logback.xml";
    private static final int GOOD = 5;
    private static final int BAD = 3;

    @TempDir
    static Path place;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> SAID = new ArrayList<>();
    private static final List<String> SCRAPES = new ArrayList<>();
    private static ScriptedService service;
    private static Topics topics;
    private static WorkingFolder files;
    private static String jsonLog = "";

    @BeforeAll
    static void run() throws Exception {
        service = new ScriptedService();
        topics = SharedBroker.topics();
        topics.create(NAME + "-documents", 1);
        misbehave();
        try (RunningApp app = kafka().start()) {
            for (int i = 1; i <= GOOD; i++) {
                send(document(i, TEXT + " no. " + i));
            }
            send(document(6, TEXT + ", and is guilty"));
            send("{\"id\":\"7\",\"text\":\"" + TEXT + "\",\"language\":7}");
            send("{\"id\":\"8\",\"text\":\"" + TEXT);
            topics.flush();
            listen(app);
            jsonLog = app.err();
        }
        misbehave();
        files = files();
        StringBuilder lines = new StringBuilder("{\"id\":\"7\",\"text\":\"" + TEXT + "\",\"language\":7}\n");
        for (int i = 1; i <= GOOD; i++) {
            lines.append(document(i, TEXT + " no. " + i)).append('\n');
        }
        lines.append(document(6, TEXT + ", and is guilty"))
                .append("\n{\"id\":\"8\",\"text\":\"")
                .append(TEXT);
        files.put("mails.jsonl", lines.toString());
        try (RunningApp app = files.start()) {
            listen(app);
        }
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void neitherKeysNorTextsAreInLogsMetricsAndHealth() {
        assertThat(SAID).hasSize(8);
        assertThat(SAID.stream().map(said -> finds(said, REFUSED_KEY, SECOND_KEY, TEXT, METADATA, HEADER)))
                .allSatisfy(finds -> assertThat(finds).isEmpty());
    }

    @Test
    void everyLoggerThatIsNotHeldBackLoggedAtTrace() {
        assertThat(SAID).anySatisfy(said -> assertThat(said)
                .contains("TRACE")
                .contains("org.apache.camel")
                .contains("org.apache.kafka")
                .contains("org.apache.hc"));
    }

    @Test
    void logsAsJsonHaveOneObjectALineAndALineForEachJob() throws IOException {
        List<JsonNode> jobs = new ArrayList<>();
        for (String line : jsonLog.lines().toList()) {
            assertThat(line).startsWith("{");
            JsonNode said = Json.MAPPER.readTree(line);
            assertThat(said.path("level").asText()).as(line).isNotEmpty();
            if (said.path("logger").asText().equals("analyze-text.job")) {
                jobs.add(said);
            }
        }
        assertThat(jobs).isNotEmpty().allSatisfy(job -> assertThat(
                        job.path("message").asText())
                .startsWith("batch=" + NAME + "-documents/0-")
                .contains(" attempt=", " documents=", " results=", " status=", " requestId=request-"));
        assertThat(jobs.stream()
                        .mapToInt(job -> job.path("data").path("results").asInt())
                        .sum())
                .isEqualTo(GOOD);
    }

    @Test
    void startSummaryAndWhatStaysAreInTheJsonLogToo() {
        assertThat(jsonLog)
                .contains("\"logger\":\"analyze-text.summary\"", "\"dead letters\":" + BAD)
                .contains(": documents from topic " + NAME + "-documents" + ", jobs in kafka, results to kafka;")
                .contains("jobs in flight stay in the topics", " can't be sent and become dead letters: ");
    }

    @Test
    void resultsHaveNoTextsAndDeadLettersHaveThemInTheirValuesAlone() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> results = topics.atLeast(NAME + "-results", GOOD);
        List<ConsumerRecord<byte[], byte[]>> letters = topics.atLeast(NAME + "-dead", BAD);
        assertThat(results).hasSize(GOOD).allSatisfy(result -> {
            assertThat(finds(value(result), REFUSED_KEY, SECOND_KEY, TEXT)).isEmpty();
            assertThat(value(result)).contains(METADATA);
        });
        assertThat(letters).hasSize(BAD).allSatisfy(letter -> {
            assertThat(finds(value(letter), REFUSED_KEY, SECOND_KEY)).isEmpty();
            assertThat(value(letter)).contains(TEXT);
        });
        List<ConsumerRecord<byte[], byte[]>> jobs = new ArrayList<>(results);
        jobs.addAll(letters);
        for (DelayTier tier : DelayTier.values()) {
            jobs.addAll(topics.all(NAME + "-jobs-" + tier.label()));
        }
        assertThat(jobs).allSatisfy(record -> {
            assertThat(finds(value(record), REFUSED_KEY, SECOND_KEY)).isEmpty();
            for (Header header : record.headers()) {
                assertThat(finds(
                                header.key() + new String(header.value(), StandardCharsets.UTF_8),
                                REFUSED_KEY,
                                SECOND_KEY,
                                TEXT,
                                METADATA))
                        .isEmpty();
            }
        });
    }

    @Test
    void theTraceOfARecordGoesOnWithItsResultAndItsDeadLetter() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> outcomes = new ArrayList<>(topics.atLeast(NAME + "-results", GOOD));
        outcomes.addAll(topics.atLeast(NAME + "-dead", BAD));

        assertThat(outcomes).hasSize(GOOD + BAD).allSatisfy(outcome -> assertThat(
                        new String(outcome.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8))
                .isEqualTo(TRACE_PARENT));
    }

    @Test
    void textsAreInTheFilesOfDocumentsAloneAndKeysInNone() throws IOException {
        for (Path file : WorkingFolder.files(files.root())) {
            String where = files.root().relativize(file).toString();
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(finds(content, REFUSED_KEY, SECOND_KEY)).as(where).isEmpty();
            if (!where.startsWith("dead-letters/") && !where.startsWith("done/")) {
                assertThat(finds(content, TEXT)).as(where).isEmpty();
            }
        }
        assertThat(WorkingFolder.files(files.results())).isNotEmpty();
        assertThat(WorkingFolder.files(files.deadLetters())).isNotEmpty();
    }

    @Test
    void everyExpressionOfTheDashboardAndTheAlertsIsAboutMetricsThatAreServed() throws IOException {
        Expressions expressions = Expressions.shipped();
        Scrape scrape = Scrape.of(SCRAPES);

        assertThat(expressions.all()).hasSizeGreaterThan(20);
        assertThat(expressions.all().stream().flatMap(expression -> expression.breaches(scrape).stream()))
                .isEmpty();
    }

    @Test
    void everyMetricOfOursIsInTheDashboardAndInTheDocs() throws IOException {
        String dashboard = Files.readString(Path.of("src/main/observe/grafana-dashboard.json"));
        String docs = Files.readString(Path.of("docs/operations.md"));

        assertThat(Scrape.of(SCRAPES).ours()).hasSizeGreaterThan(15).allSatisfy(family -> {
            assertThat(dashboard).contains(family);
            assertThat(docs).contains("`" + family + "`");
        });
    }

    private static WorkingFolder kafka() throws IOException {
        return watched(SharedBroker.instance(place.resolve("kafka"), NAME, service.endpoint()))
                .environment("ANALYZE_TEXT_LOG_FORMAT", "json");
    }

    private static WorkingFolder files() throws IOException {
        return watched(new WorkingFolder(place.resolve("files")).calling(service.endpoint()))
                .with("exit-when-drained", "false");
    }

    private static WorkingFolder watched(WorkingFolder folder) throws IOException {
        Path second = Files.writeString(place.resolve("second-key"), SECOND_KEY);
        return folder.environment("ANALYZE_TEXT_API_KEY", REFUSED_KEY)
                .with("second.api-key-file", second.toString())
                .with("observe.port", "0")
                .with("spending.per-day", "100000")
                .with("spending.per-month", "1000000")
                .jvm(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Dlogback.configurationFile=" + logs());
    }

    /** As they ship, but for what is held back for its length alone. */
    private static Path logs() throws IOException {
        String shipped = Files.readString(Path.of(SHIPPED_LOGS));
        int secrets = shipped.indexOf("<!-- Secrets");
        int root = shipped.indexOf("<root");
        String all = shipped.substring(0, secrets).replaceAll("level=\"(WARN|OFF)\"", "level=\"TRACE\"")
                + shipped.substring(secrets, root)
                + shipped.substring(root)
                        .replace("level=\"INFO\"", "level=\"TRACE\"")
                        .replace("%-28logger{0}", "%logger");
        return Files.writeString(place.resolve("logback.xml"), all.replace("%-28logger{0}", "%logger"));
    }

    /** Refused keys, a wrong path, throttling, outages, a refused document, failed jobs; each quotes what it can. */
    private static void misbehave() {
        String quote = TEXT + " no. 1 " + SECOND_KEY + " " + METADATA;
        String error = "{'error':{'code':'%s','message':'The request " + quote + " is wrong.'}}";
        var submits = ScriptedService.first(
                List.of(
                        Reply.of(404, error.formatted("NotFound")).with("apim-request-id", "request-" + SECOND_KEY),
                        Reply.of(429, error.formatted("429")).with("Retry-After", "0"),
                        Reply.of(500, error.formatted("500")),
                        Reply.noAnswer()),
                request -> request.body().contains("guilty")
                        ? Reply.of(400, error.formatted("InvalidRequest")).with("apim-request-id", "request-refused")
                        : service.accept(request));
        service.onSubmit =
                request -> request.headers().get("ocp-apim-subscription-key").contains(REFUSED_KEY)
                        ? Reply.of(401, "{'error':{'code':'401','message':'No access with " + REFUSED_KEY + "'}}")
                        : submits.apply(request);
        var polls = ScriptedService.first(
                List.of(
                        Reply.state("running"),
                        Reply.of(200, "<html>" + quote),
                        Reply.of(503, quote),
                        Reply.of(
                                200,
                                "{'status':'failed','errors':[{'code':'InternalServerError','message':'" + quote
                                        + "'}],'tasks':{'items':[]}}")),
                (Request request) -> service.succeeded(request));
        service.onPoll = request -> polls.apply(request).with("apim-request-id", "request-poll");
    }

    private static String document(int id, String text) {
        return "{\"id\":\"%d\",\"text\":\"%s\",\"note\":\"%s\"}".formatted(id, text, METADATA);
    }

    private static void send(String value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                NAME + "-documents", 0, "key".getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        record.headers().add("x-origin", HEADER.getBytes(StandardCharsets.UTF_8));
        record.headers().add("traceparent", TRACE_PARENT.getBytes(StandardCharsets.UTF_8));
        topics.send(record);
    }

    /** Waits until all documents have their outcomes, and keeps all that the application says of itself. */
    private static void listen(RunningApp app) throws Exception {
        app.awaitErr("health and metrics: ");
        Matcher served = SERVED.matcher(app.err().replace("\\/", "/"));
        assertThat(served.find()).isTrue();
        URI observe = URI.create(served.group(1));
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(get(observe, "metrics"))
                .contains("analyze_text_documents_total{outcome=\"result\",pipeline=\"default\"} " + GOOD + ".0")
                .contains("analyze_text_documents_total{outcome=\"dead-letter\",pipeline=\"default\"} " + BAD + ".0"));
        SCRAPES.add(get(observe, "metrics"));
        SAID.add(SCRAPES.get(SCRAPES.size() - 1));
        SAID.add(get(observe, "health"));
        app.terminate();
        app.exitCode();
        SAID.add(app.out());
        SAID.add(app.err());
    }

    private static String get(URI observe, String what) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(observe.resolve("/observe/" + what))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String value(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8);
    }

    /** The lines, or what is near in a long one, that have a canary. */
    private static TreeSet<String> finds(String said, String... canaries) {
        TreeSet<String> finds = new TreeSet<>();
        for (String canary : canaries) {
            for (int at = said.indexOf(canary); at >= 0 && finds.size() < 20; at = said.indexOf(canary, at + 1)) {
                finds.add(said.substring(Math.max(0, at - 200), Math.min(said.length(), at + 60)));
            }
        }
        return finds;
    }
}
