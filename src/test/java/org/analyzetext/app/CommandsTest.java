package org.analyzetext.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.analyzetext.document.Json;
import org.analyzetext.job.TaskKind;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that end by themselves, in this process. */
class CommandsTest {
    private static final String KEY = "key-of-the-service";

    @TempDir
    Path root;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> set = new ArrayList<>();

    @BeforeEach
    void aWorkingFolder() throws Exception {
        for (String folder : List.of("inbox", "work", "results", "dead-letters", "done", "accounts")) {
            with(
                    "files." + folder,
                    Files.createDirectories(root.resolve(folder)).toString());
        }
        with("endpoint", "http://localhost:9");
        with("api-key", KEY);
        with("task.project-name", "MessageIntent");
        with("task.deployment-name", "production");
    }

    @AfterEach
    void leaveNothing() {
        set.forEach(System::clearProperty);
    }

    @Test
    void replayThatFindsNothingToReplaySaysSoAndNamesNoFile() throws Exception {
        Files.writeString(root.resolve("dead-letters/mails.jsonl"), """
                {"id":"a","source":{"file":"mails.jsonl","ordinal":1},"code":"EmptyText","retryable":false,\
                "time":"2026-11-23T10:00:00Z","document":{"id":"a","text":" "}}
                """);

        int code = run("replay");

        assertThat(code).isEqualTo(Application.OK);
        assertThat(out.toString())
                .contains("can't succeed as they are (retryable: false) and stay", "nothing to replay")
                .doesNotContain("inbox", "replay-mails");
        assertThat(Files.list(root.resolve("inbox"))).isEmpty();
        assertThat(root.resolve("dead-letters/mails.jsonl")).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "a.jsonl, a.jsonl",
        "sub, sub/b.jsonl",
        "--from 2026-11-24, sub/b.jsonl",
        "--to 2026-11-24T00:00:00Z, a.jsonl",
        "--from 2026-11-23T09:00:00Z --to 2026-11-23T11:00:00Z, a.jsonl"
    })
    void accountListsTheFilesOfNamesAndTimes(String arguments, String listed) throws Exception {
        finished("a.jsonl", "2026-11-23T10:00:00Z");
        finished("sub/b.jsonl", "2026-11-24T10:00:00Z");

        int code = run(("account " + arguments).split(" "));

        assertThat(code).isEqualTo(Application.OK);
        assertThat(out.toString().lines().filter(line -> line.contains(".jsonl")))
                .singleElement()
                .asString()
                .startsWith(listed);
    }

    @Test
    void accountOfANameThatNoInputHasIsAMistake() throws Exception {
        finished("a.jsonl", "2026-11-23T10:00:00Z");

        assertThat(run("account", "b.jsonl")).isEqualTo(Application.MISTAKE);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void reportWritesAPageOfTheInputsThatWereNamed() throws Exception {
        finished("a.jsonl", "2026-11-23T10:00:00Z");
        finished("sub/b.jsonl", "2026-11-24T10:00:00Z");
        Files.createDirectories(root.resolve("results/sub"));
        Files.writeString(
                root.resolve("results/a.jsonl"), "{\"id\":\"a\",\"source\":{\"file\":\"a.jsonl\",\"ordinal\":1}}\n");
        Files.writeString(
                root.resolve("results/sub/b.jsonl"), "{\"id\":\"b\",\"source\":{\"file\":\"sub/b.jsonl\"}}\n");
        Path page = root.resolve("page.html");

        assertThat(run("report", "sub", "--html", page.toString())).isEqualTo(Application.OK);

        assertThat(out.toString()).contains("1 results and 0 dead letters; the page is");
        assertThat(Files.readString(page))
                .contains("Report of sub", "sub/b.jsonl")
                .doesNotContain("a.jsonl</th>");
        assertThat(run("report", "c.jsonl")).isEqualTo(Application.MISTAKE);
    }

    @Test
    void reportPricesEachTaskByItsKind() throws Exception {
        with("tasks", "mood,topic");
        with("tasks.mood.kind", "SentimentAnalysis");
        with("tasks.topic.kind", "KeyPhraseExtraction");
        Files.writeString(
                root.resolve("accounts/a.jsonl.json"),
                "{\"input\":\"a.jsonl\",\"finishedAt\":\"2026-11-23T10:00:00Z\",\"documents\":1,\"results\":1,"
                        + "\"deadLetters\":{},\"textRecords\":{\"east/mood\":2000,\"west/mood\":1000,\"west/topic\":500}}");
        Path page = root.resolve("page.html");

        assertThat(run("report", "--html", page.toString(), "--price", "2", "--price", "SentimentAnalysis=5.5"))
                .isEqualTo(Application.OK);

        assertThat(Files.readString(page))
                .contains("<b>17.50</b>cost")
                .contains("east/mood</th><td class=\"n\">2,000</td><td class=\"n\">5.5</td><td class=\"n\">11.00</td>")
                .contains("west/topic</th><td class=\"n\">500</td><td class=\"n\">2</td><td class=\"n\">1.00</td>");
        assertThat(run("report", "--price", "KeyPhraseExtraction=2")).isEqualTo(Application.MISTAKE);
        assertThat(err.toString())
                .contains("--price names no price for the task mood of kind SentimentAnalysis; add --price"
                        + " SentimentAnalysis=NUMBER");
    }

    @Test
    void reportAndWhereSayWhatWasFoundAndNoWordOfTheDocument() throws Exception {
        finished("mails.jsonl", "2026-11-23T10:02:00Z");
        Files.writeString(root.resolve("results/mails.jsonl"), """
                {"id":"a","source":{"file":"mails.jsonl","ordinal":7,"line":7},"answers":[\
                {"task":{"name":"people","kind":"PiiEntityRecognition"},"redactedText":"** wrote to *** in Rome.",\
                "entities":[{"text":"Jo","category":"Person"},{"text":"Ann","category":"Person"}],"warnings":[]},\
                {"task":{"name":"mood","kind":"SentimentAnalysis"},"sentiment":"neutral","confidenceScores":{},\
                "sentences":[{"text":"Jo wrote to Ann in Rome.","sentiment":"neutral"}],"warnings":[]},\
                {"task":{"name":"phrases","kind":"KeyPhraseExtraction"},"keyPhrases":["Rome"],"warnings":[]},\
                {"task":{"name":"links","kind":"EntityLinking"},"entities":[],"warnings":[]}],\
                "job":{"id":"job-2","resource":"default","apiVersion":"2023-04-01","submittedAt":"2026-11-23T10:01:00Z",\
                "batch":"mails.jsonl/000001","attempt":1,"tasks":["people"],"textRecords":1,"polls":3},"metadata":{}}
                """);
        Path page = root.resolve("page.html");

        assertThat(run("where", "--json", "mails.jsonl:7")).isEqualTo(Application.OK);
        assertThat(Json.MAPPER.readTree(out.toString()).at("/found/0/found"))
                .hasToString("{\"people\":[\"Person\"],\"mood\":[\"neutral\"],\"phrases\":[\"(some)\"],\"links\":[]}");
        assertThat(run("where", "mails.jsonl:7")).isEqualTo(Application.OK);
        assertThat(out.toString())
                .contains("outcome    result; people: Person; mood: neutral; phrases: (some); links: (none)");
        assertThat(run("report", "--html", page.toString())).isEqualTo(Application.OK);

        assertThat(Files.readString(page))
                .contains("Found by people", "Person", "Found by mood", "neutral", "Found by phrases", "Found by links")
                .doesNotContain("Jo wrote", "Ann", "Rome");
        assertThat(out.toString()).doesNotContain("Ann", "Rome");
    }

    @Test
    void evaluateOfATopicNeedsItsBrokers() {
        assertThat(run("evaluate", "kafka:labelled", "--truth", "x.csv")).isEqualTo(Application.MISTAKE);
        assertThat(err.toString()).contains("the topic labelled can't be read", "analyze-text.kafka.brokers");
    }

    @Test
    void tasksForLabelStudioNeedNoLabelsOfPeople() throws Exception {
        Files.writeString(root.resolve("results/a.csv"), "text,category,confidence\nhello,Praise,0.9\n");
        Path tasks = root.resolve("tasks.json");

        int code = run("evaluate", root.resolve("results").toString(), "--label-studio", tasks.toString());

        assertThat(code).isEqualTo(Application.OK);
        assertThat(out.toString()).contains("1 tasks for Label Studio are in");
        assertThat(Files.readString(tasks)).contains("Praise", "hello");
    }

    @Test
    void whereTellsTheStoryOfADocumentOnLinesOfItsOwn() throws Exception {
        Files.writeString(root.resolve("results/mails.jsonl"), """
                {"id":"a\\u202e\\u001b[31m","source":{"file":"mails.jsonl","ordinal":7,"line":7},"classifications":[{"task":\
                {"name":"intent","kind":"CustomSingleLabelClassification","projectName":"P","deploymentName":"d"},\
                "classes":[{"category":"Com\\nplaint","confidenceScore":0.90}],"warnings":[]}],"job":{"id":"job-2",\
                "resource":"default","apiVersion":"2022-05-01","submittedAt":"2026-11-23T10:01:00Z",\
                "batch":"mails.jsonl/000001","attempt":2,"tasks":["intent"],"textRecords":1,"polls":3,\
                "requestId":"req-2"},"history":[{"attempt":1,"jobId":"job-1","code":"JobFailed","message":"it failed",\
                "requestId":"req-1","at":"2026-11-23T10:00:55Z","resource":"default",\
                "submittedAt":"2026-11-23T10:00:00Z","polls":1}],"metadata":{},"takenAt":"2026-11-23T09:59:00Z",\
                "publishedAt":"2026-11-23T10:02:00Z"}
                """);

        int code = run("where", "mails.jsonl:7");

        assertThat(code).isEqualTo(Application.OK);
        assertThat(out.toString().lines())
                .containsExactly(
                        "document a\\u202e\\u001b[31m, mails.jsonl:7",
                        "  came in    2026-11-23T09:59:00Z",
                        "  batch      mails.jsonl/000001",
                        "  attempt 1  job job-1 at default, submitted 2026-11-23T10:00:00Z, ended 2026-11-23T10:00:55Z: JobFailed:"
                                + " it failed, 1 poll, request req-1",
                        "  attempt 2  job job-2 at default, submitted 2026-11-23T10:01:00Z, 3 polls, request req-2",
                        "  outcome    result; intent: Com\\u000aplaint 0.90; published 2026-11-23T10:02:00Z",
                        "             in " + root.resolve("results/mails.jsonl"));
        assertThat(run("where", "nobody")).isEqualTo(Application.FAILED);
        assertThat(out.toString()).contains("nothing is kept of a document 'nobody'");
    }

    @Test
    void wherePrintsJsonForPrograms() throws Exception {
        Files.writeString(root.resolve("inbox/mails.jsonl"), "{\"text\":\"a\"}\n");

        assertThat(run("where", "--json", "mails.jsonl:1")).isEqualTo(Application.OK);

        assertThat(Json.MAPPER.readTree(out.toString()).at("/found/0/stage").asText())
                .isEqualTo("arrived");
    }

    @Test
    void dryRunSaysHowManyDaysASpendingLimitMakesOfIt() throws Exception {
        with("spending.per-day", "10");
        with("batch.max-documents", "3");
        with("batch.max-characters", "3000");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 21; i++) {
            lines.append("{\"text\":\"Where is my parcel?\"}\n");
        }
        Files.writeString(root.resolve("inbox/mails.jsonl"), lines);

        int code = run("dry-run");

        assertThat(code).isEqualTo(Application.OK);
        assertThat(out.toString())
                .contains("at 10 text records a day (analyze-text.spending.per-day) it takes at least 3 days");
    }

    @ParameterizedTest
    @CsvSource({"429, 1", "503, 1", "500, 1", "401, 2"})
    void checkTellsWhatMayPassFromAMistake(String status, int code) throws Exception {
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .faults("status=" + status)
                .build())) {
            with("endpoint", service.endpoint().toString());

            assertThat(run("check")).as(out.toString()).isEqualTo(code);
        }
        assertThat(out.toString())
                .containsPattern("✓ resource default")
                .containsPattern("✗ task classification at default +.*" + status);
        assertThat(out.toString().contains("(may be transient)")).isEqualTo(code == 1);
    }

    @Test
    void checkAsksTheModelOfEachKind() throws Exception {
        with("api-version", "2023-04-01");
        List<String> kinds = TaskKind.known().stream()
                .filter(kind -> kind.model() == TaskKind.Model.SERVICE)
                .map(TaskKind::wireName)
                .toList();
        with("tasks", String.join(",", kinds));
        kinds.forEach(kind -> with("tasks." + kind + ".kind", kind));
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(KEY)
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .build())) {
            with("endpoint", service.endpoint().toString());

            assertThat(run("check")).as(out.toString()).isEqualTo(Application.OK);
        }
        assertThat(kinds).hasSize(8).allSatisfy(kind -> assertThat(out.toString())
                .containsPattern("✓ task " + kind + " at default +" + kind + " answers; 1 text record"));
    }

    @Test
    void eachKindCanHaveItsPrice() throws Exception {
        with("endpoint", "http://localhost:1");
        with("tasks", "mood,topic");
        with("tasks.mood.kind", "SentimentAnalysis");
        with("tasks.topic.kind", "KeyPhraseExtraction");

        assertThat(run("dry-run", "--price", "2", "--price", "SentimentAnalysis=5.5"))
                .as(out.toString())
                .isEqualTo(Application.OK);
        assertThat(out.toString())
                .contains("cost of task mood (SentimentAnalysis): 0 records, at 5.5 for 1,000")
                .contains("cost of task topic (KeyPhraseExtraction): 0 records, at 2 for 1,000");
    }

    @Test
    void brokersThatGiveNoAnswerMayComeBack() throws Exception {
        with("sink", "kafka");
        with("kafka.brokers", "127.0.0.1:1");
        try (LocalService service =
                LocalService.start(LocalServiceSettings.builder().keys(KEY).build())) {
            with("endpoint", service.endpoint().toString());

            int code = run("check", "--without-submit");

            assertThat(code).as(out.toString()).isEqualTo(Application.FAILED);
        }
        assertThat(out.toString()).containsPattern("✗ brokers 127.0.0.1:1 +can't be used: .*\\(may be transient\\)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accuont | Did you mean: | account",
                "dmeo | Unmatched argument at index 0: 'dmeo' | The commands are: demo, check",
                "account --jsno | Unknown option: '--jsno' | --json",
                "replay --from yesterday | must be a time such as 2026-11-23T08:00:00Z | --help",
                "dry-run --price much | '--price' | --help",
                "dry-run --price -1 | '--price' | below 0",
                "dry-run --price Some_Kind=1 | '--price' | --help",
                "account --from 2026-11-24 --to 2026-11-23 | must be before --to | 2026-11-24T00:00:00Z",
                "local-service --port 99999 | above 65535 | analyze-text local-service --help"
            })
    void aWrongCommandLineIsAMistakeThatSaysWhatWasMeant(String arguments, String said, String hint) {
        assertThat(run(arguments.split(" "))).isEqualTo(Application.MISTAKE);
        assertThat(err.toString()).contains(said, hint).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "check",
                "dry-run",
                "account",
                "where",
                "replay",
                "report",
                "evaluate",
                "local-service",
                "generate-completion"
            })
    void everyCommandHasHelp(String command) {
        assertThat(run((command + " --help").strip().split(" "))).isEqualTo(Application.OK);
        assertThat(out.toString()).contains(("Usage: analyze-text " + command).strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "dry-run", "account", "report", "replay", "where a"})
    void severalPipelinesAreForHosts(String command) {
        with("pipelines", "tickets, mails");

        assertThat(run(command.split(" "))).isEqualTo(Application.MISTAKE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("analyze-text.pipelines: there are properties of tickets, mails, but the application runs one"
                        + " pipeline: start it once for each, in a folder of its own");
    }

    private void finished(String input, String at) throws Exception {
        Path file = root.resolve("accounts").resolve(input + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"input\":\"" + input + "\",\"finishedAt\":\"" + at + "\",\"documents\":1,\"results\":1,"
                        + "\"deadLetters\":{},\"textRecords\":{}}");
    }

    private void with(String name, String value) {
        System.setProperty("analyze-text." + name, value);
        set.add("analyze-text." + name);
    }

    private int run(String... args) {
        return Application.execute(new PrintStream(out, true), new PrintStream(err, true), args);
    }
}
