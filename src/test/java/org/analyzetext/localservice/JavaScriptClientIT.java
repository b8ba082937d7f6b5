package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.analyzetext.MovableClock;
import org.analyzetext.document.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The official JavaScript client, {@code @azure/ai-language-text}, from npm, is served as the contract says. */
@Tag("long")
class JavaScriptClientIT {
    private static final Path SOURCE = Path.of("src/test/js");
    private static final Path INSTALLED = Path.of("target/js-client");
    /** The place of sentiment among the kinds. */
    private static final int SENTIMENT = List.copyOf(EveryKind.KINDS.keySet()).indexOf("sentiment");

    private static final List<String> SAID = List.of(
            "text",
            "category",
            "offset",
            "length",
            "sentiment",
            "redactedText",
            "url",
            "rankScore",
            "relationType",
            "certainty",
            "isNegated");

    @RegisterExtension
    final Running running = new Running();

    /** Installs the client and what it needs as package-lock.json has them. */
    @BeforeAll
    static void install() throws Exception {
        assumeThat(versionOf("node") >= 20 && versionOf("npm") > 0)
                .as("Node 20 or newer and npm on the PATH")
                .isTrue();
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json", "client.mjs")) {
            Files.copy(SOURCE.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Run npm = run(INSTALLED, "", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        assertThat(npm.exit()).as(npm.said()).isZero();
    }

    private static int versionOf(String program) throws InterruptedException {
        try {
            Run run = run(Path.of("."), "", program, "--version");
            return run.exit() == 0 ? Integer.parseInt(run.said().strip().replaceFirst("^v?(\\d+).*", "$1")) : 0;
        } catch (IOException missing) {
            return 0;
        }
    }

    private record Run(int exit, String said) {}

    private static Run run(Path folder, String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        return new Run(process.waitFor(), said);
    }

    private static ObjectNode order(LocalService service, String step, List<String> projects, String... texts) {
        ObjectNode order = Json.MAPPER.createObjectNode().put("step", step);
        order.put("endpoint", service.endpoint().toString()).put("key", "local-key");
        for (String project : projects) {
            String kind = project.equals("Fields") ? "SingleLabel" : "MultiLabel";
            order.withArray("actions")
                    .addObject()
                    .put("kind", "Custom" + kind + "Classification")
                    .put("actionName", "by " + project)
                    .put("projectName", project)
                    .put("deploymentName", "production");
        }
        ArrayNode documents = order.withArray("documents");
        for (int i = 0; i < texts.length; i++) {
            documents
                    .addObject()
                    .put("id", Integer.toString(i + 1))
                    .put("language", "en")
                    .put("text", texts[i]);
        }
        return order;
    }

    private static ObjectNode classify(LocalService service, String... texts) {
        return order(service, "classify", List.of("Fields"), texts);
    }

    private static JsonNode outcome(JsonNode order) throws Exception {
        Run run = run(INSTALLED, order.toString(), "node", "client.mjs");
        assertThat(run.exit()).as(run.said()).isZero();
        return Json.MAPPER.readTree(run.said());
    }

    private static List<String> categories(JsonNode document) {
        return document.path("classifications").findValuesAsText("category");
    }

    private static List<Integer> pageSizes(JsonNode outcome, int action) {
        return StreamSupport.stream(outcome.path("pages").spliterator(), false)
                .map(page -> page.at("/" + action + "/results").size())
                .toList();
    }

    @Test
    void singleLabelDocumentsAreClassified() throws Exception {
        JsonNode results = outcome(classify(running.start(), TestProjects.COOKING, TestProjects.SPORT))
                .at("/pages/0/0/results");

        assertThat(results)
                .extracting(JavaScriptClientIT::categories)
                .containsExactly(List.of("Cooking"), List.of("Sport"));
    }

    @Test
    void multiLabelDocumentsAreClassified() throws Exception {
        JsonNode results = outcome(order(
                        running.start(),
                        "classify",
                        List.of("Moods"),
                        TestProjects.DREARY,
                        "laughter at the beach party"))
                .at("/pages/0/0/results");

        assertThat(categories(results.get(0))).containsExactlyInAnyOrder("Sad", "Wet");
        assertThat(categories(results.get(1))).isEmpty();
    }

    @Test
    void twoTasksOfAJobAnswerOnEachPage() throws Exception {
        JsonNode outcome = outcome(order(running.start(), "classify", List.of("Fields", "Moods"), Client.texts(25)));

        assertThat(outcome.at("/pages/0").findValuesAsText("actionName")).containsExactly("by Fields", "by Moods");
        assertThat(pageSizes(outcome, 0)).containsExactly(20, 5);
        assertThat(pageSizes(outcome, 1)).containsExactly(20, 5);
    }

    @Test
    void everyKindOfTaskIsReadByIt(@TempDir Path folder) throws Exception {
        ProjectSettings kitchen = TestProjects.kitchen(folder);
        LocalService service = running.start(builder -> builder.project(kitchen));
        ObjectNode order = order(service, "classify", List.of(), EveryKind.TEXTS.toArray(String[]::new));
        ObjectNode body = Client.body(Client.fieldsTask(), EveryKind.TEXTS.toArray(String[]::new));
        ArrayNode tasks = body.putArray("tasks");
        EveryKind.KINDS.forEach((name, kind) -> {
            ObjectNode action =
                    order.withArray("actions").addObject().put("kind", kind).put("actionName", name);
            ObjectNode task = tasks.addObject().put("kind", kind).put("taskName", name);
            ObjectNode parameters = task.putObject("parameters");
            if (EveryKind.PROJECTS.containsKey(name)) {
                for (ObjectNode each : List.of(action, parameters)) {
                    each.put("projectName", EveryKind.PROJECTS.get(name)).put("deploymentName", "production");
                }
            }
            if (!Set.of("field", "mood", "phrases").contains(name)) {
                // In jobs the client sends none by itself, whatever it documents: the service would count text
                // elements.
                action.put("stringIndexType", "Utf16CodeUnit");
                parameters.put("stringIndexType", "Utf16CodeUnit");
            }
        });
        ((ObjectNode) order.at("/actions/" + SENTIMENT)).put("includeOpinionMining", true);
        ((ObjectNode) tasks.at("/" + SENTIMENT + "/parameters")).put("opinionMining", true);

        JsonNode read = outcome(order).at("/pages/0");

        Client client = new Client(service);
        JsonNode sent = client.get(client.submit(body, "2023-04-01").header("operation-location"))
                .json()
                .at("/tasks/items");
        assertThat(read.findValuesAsText("kind")).containsExactlyElementsOf(EveryKind.KINDS.values());
        for (int action = 0; action < EveryKind.KINDS.size(); action++) {
            JsonNode results = read.at("/" + action + "/results");
            JsonNode documents = sent.at("/" + action + "/results/documents");
            assertThat(results).hasSize(EveryKind.TEXTS.size()).hasSameSizeAs(documents);
            assertThat(facts(documents)).as("action %d", action).containsAll(facts(results));
            if (action != SENTIMENT) {
                assertThat(facts(results)).as("action %d", action).isNotEmpty().isEqualTo(facts(documents));
            }
        }
        // It leaves out opinions about nothing that is named.
        assertThat(read.at("/" + SENTIMENT + "/results/0/sentences/1/opinions/0/target/text")
                        .asText())
                .isEqualTo("soup");
        assertThat(read.at("/" + SENTIMENT + "/results").findValuesAsText("sentiment"))
                .contains("mixed", "positive", "negative", "neutral");
    }

    /** What is said of each document, but for the names that the client gives to some fields. */
    private static Set<String> facts(JsonNode documents) {
        Set<String> facts = new TreeSet<>();
        for (JsonNode document : documents) {
            String of = document.path("id").asText() + ": ";
            document.path("keyPhrases").forEach(phrase -> facts.add(of + phrase));
            for (String field : SAID) {
                document.findParents(field).forEach(parent -> {
                    StringBuilder fact = new StringBuilder(of);
                    SAID.forEach(each -> fact.append(' ').append(value(parent.path(each))));
                    facts.add(fact.toString());
                });
            }
        }
        return facts;
    }

    /** JavaScript writes 1.0 as 1. */
    private static Object value(JsonNode said) {
        return said.isNumber() ? said.asDouble() : said.asText();
    }

    @Test
    void pagesAreAsLargeAsItAsksFor() throws Exception {
        assertThat(pageSizes(outcome(classify(running.start(), Client.texts(25)).put("pageSize", 10)), 0))
                .containsExactly(10, 10, 5);
    }

    @Test
    void jobIsSeenRunningAndThenDone() throws Exception {
        LocalService service =
                running.start(builder -> builder.jobDuration(DurationDistribution.fixed(Duration.ofMillis(500))));

        JsonNode outcome = outcome(classify(service, TestProjects.SPORT));

        assertThat(outcome.path("polledStates").toString())
                .startsWith("[\"running\"")
                .endsWith("\"succeeded\"]");
    }

    @Test
    void errorsOfDocumentsReachItBesideTheirNeighboursResults() throws Exception {
        ObjectNode order = classify(running.start(), TestProjects.SPORT, "", "a");
        ((ObjectNode) order.at("/documents/2")).put("language", "notalanguage");

        JsonNode results = outcome(order).at("/pages/0/0/results");

        assertThat(categories(results.get(0))).containsExactly("Sport");
        assertThat(results.at("/1/error/code").asText()).isEqualTo("InvalidDocument");
        assertThat(results.at("/2/error/code").asText()).isEqualTo("UnsupportedLanguageCode");
    }

    @Test
    void wrongKeyReachesIt() throws Exception {
        LocalService service = running.start();

        JsonNode outcome = outcome(classify(service, "a").put("key", "wrong"));

        assertThat(outcome.at("/thrown/name").asText()).isEqualTo("RestError");
        assertThat(outcome.at("/thrown/statusCode").asInt()).isEqualTo(401);
        assertThat(service.counters().jobsAccepted()).isZero();
    }

    @Test
    void refusedRequestReachesItWithItsCode() throws Exception {
        JsonNode outcome = outcome(classify(running.start(), Client.texts(26)));

        assertThat(outcome.at("/thrown/statusCode").asInt()).isEqualTo(400);
        assertThat(outcome.at("/thrown/code").asText()).isEqualTo("InvalidDocumentBatch");
    }

    @Test
    void failedJobReachesIt() throws Exception {
        JsonNode outcome = outcome(classify(running.start(builder -> builder.faults("job-internal-error")), "a"));

        assertThat(outcome.at("/thrown/message").asText()).contains("has failed");
    }

    @Test
    void cancelledJobReachesIt() throws Exception {
        LocalService service =
                running.start(builder -> builder.jobDuration(DurationDistribution.fixed(Duration.ofHours(1))));

        JsonNode outcome = outcome(order(service, "cancel", List.of("Fields"), "a"));

        assertThat(outcome.at("/thrown/message").asText()).isEqualTo("Operation was canceled");
        assertThat(service.counters().requests(Operation.CANCEL, 202)).isOne();
        assertThat(service.counters().jobsCancelled()).isOne();
    }

    @Test
    void itWaitsAsLongAsRetryAfterSaysForSubmitsAndStates() throws Exception {
        LocalService service = running.start(builder -> builder.faults(
                "status=429 retry-after=2s count=1", "status=429 retry-after=2s count=1 at=before-state-answer"));

        JsonNode outcome = outcome(classify(service, TestProjects.SPORT));

        assertThat(pageSizes(outcome, 0)).containsExactly(1);
        assertThat(service.counters().requests(Operation.SUBMIT, 429)).isOne();
        assertThat(service.counters().requests(Operation.STATE, 429)).isOne();
        assertThat(outcome.path("milliseconds").asInt()).isGreaterThanOrEqualTo(4_000);
    }

    @Test
    void tooManyRequestsReachItWhenTheyDoNotEnd() throws Exception {
        LocalService service = running.start(builder -> builder.faults("status=429 retry-after=1s"));

        JsonNode outcome = outcome(classify(service, "a"));

        assertThat(outcome.at("/thrown/statusCode").asInt()).isEqualTo(429);
        assertThat(service.counters().requests(Operation.SUBMIT, 429)).isEqualTo(4);
    }

    @Test
    void anotherProcessResumesARunningJobByTheSerializedState() throws Exception {
        MovableClock clock = new MovableClock();
        Duration jobDuration = Duration.ofSeconds(10);
        LocalService service =
                running.start(builder -> builder.clock(clock).jobDuration(DurationDistribution.fixed(jobDuration)));
        JsonNode begun = outcome(order(service, "begin", List.of("Fields"), TestProjects.COOKING));
        AtomicInteger states = new AtomicInteger();
        service.on(Moment.BEFORE_STATE_ANSWER, event -> {
            if (states.incrementAndGet() == 2) {
                clock.move(jobDuration);
            }
        });

        JsonNode outcome = outcome(resume(service, begun));

        assertThat(categories(outcome.at("/pages/0/0/results/0"))).containsExactly("Cooking");
        assertThat(service.counters().jobsAccepted()).isOne();
    }

    /** The client's own fault: it learns the address of the results only from a state that is not the last. */
    @Test
    void jobThatIsDoneWhenItIsResumedIsNotReadByIt() throws Exception {
        MovableClock clock = new MovableClock();
        LocalService service = running.start(
                builder -> builder.clock(clock).jobDuration(DurationDistribution.fixed(Duration.ofSeconds(10))));
        JsonNode begun = outcome(order(service, "begin", List.of("Fields"), "a"));
        clock.move(Duration.ofSeconds(10));

        JsonNode outcome = outcome(resume(service, begun));

        assertThat(outcome.at("/thrown/code").asText()).isEqualTo("ERR_INVALID_URL");
    }

    /** The client's own fault: it knows {@code partiallySucceeded}, but not the specification's word. */
    @Test
    void jobThatCompletedInPartIsPolledWithoutEnd() throws Exception {
        LocalService service = running.start(builder -> builder.faults("job-partial"));

        JsonNode outcome = outcome(classify(service, "a", "b").put("patience", 2_000));

        assertThat(outcome.at("/thrown/name").asText()).isEqualTo("AbortError");
        assertThat(service.counters().requests(Operation.STATE, 200)).isGreaterThan(2);
    }

    private static ObjectNode resume(LocalService service, JsonNode begun) {
        return order(service, "resume", List.of("Fields"))
                .put("serialized", begun.path("serialized").asText());
    }
}
