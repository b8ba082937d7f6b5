package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application as its users meet it: commands, configuration, messages, exit codes, stops and restarts. */
class ApplicationIT {
    private static final Path SAMPLES = Path.of("src/main/samples");
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISTAKE = 2;
    private static final int DEAD_LETTERS = 3;
    private static final int TERMINATED = 143;

    @TempDir
    Path place;

    private WorkingFolder folder;

    @BeforeEach
    void prepare() throws IOException {
        folder = new WorkingFolder(place.resolve("app"));
    }

    @AfterEach
    void theKeyIsInNoFile() throws IOException {
        for (Path file : WorkingFolder.files(folder.root())) {
            if (!file.startsWith(folder.root().resolve("target"))) {
                assertThat(Files.readString(file)).as("%s", file).doesNotContain(WorkingFolder.KEY);
            }
        }
    }

    @Test
    void demoLabelsTheSamplesAndPrintsTheTable() throws Exception {
        WorkingFolder.copyTree(SAMPLES, folder.root().resolve(SAMPLES));
        // What a user has set for a resource of his own is not the demo's business.
        folder.environment("ANALYZE_TEXT_ENDPOINT", "http://localhost:9")
                .with("task.kind", "none")
                .with("batch.max-documents", "1");
        try (RunningApp app = folder.start("demo")) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
            assertThat(app.out())
                    .contains("A stand-in for the service runs at http://localhost:", "a person said")
                    .containsPattern("documents +68\n")
                    .containsPattern("results +68\n")
                    .containsPattern("dead letters +0\n")
                    .containsPattern("jobs +3\n")
                    .containsPattern("calls +\\d+\n")
                    .containsPattern("text records +136\n")
                    .containsPattern("seconds +\\d+\\.\\d\n")
                    .containsPattern("results in .*target/demo/results\n");
            assertThat(app.err()).doesNotContain("WARN", "ERROR");
        }
        assertThat(WorkingFolder.files(folder.root().resolve("target/demo/results")))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("mails.jsonl", "reviews.csv", "texts.jsonl");
    }

    @Test
    void demoOutsideACheckoutSaysWhereItWorks() throws Exception {
        try (RunningApp app = folder.start("demo")) {
            assertThat(app.exitCode()).isEqualTo(MISTAKE);
            assertThat(app.err()).contains("run the demo in a checkout of the project");
        }
    }

    @Test
    void helpNamesTheCommandsAndExitCodes() throws Exception {
        try (RunningApp app = folder.start("help")) {
            assertThat(app.exitCode()).isEqualTo(OK);
            assertThat(app.out()).contains("demo", "local-service", "Exit codes:\n  0 ", "\n  3 ", "  143 ");
        }
    }

    @Test
    void versionIsPrinted() throws Exception {
        try (RunningApp app = folder.start("--version")) {
            assertThat(app.exitCode()).isEqualTo(OK);
            assertThat(app.out()).startsWith("analyze-text ").contains(", Java ");
        }
    }

    @Test
    void fatalErrorsAreJsonWhereLogsAre() throws Exception {
        folder.environment("ANALYZE_TEXT_LOG_FORMAT", "json").with("endpoint", "nowhere");
        try (RunningApp app = folder.start()) {
            assertThat(app.exitCode()).isEqualTo(MISTAKE);
            assertThat(app.err().lines())
                    .allSatisfy(line -> assertThat(line).startsWith("{"))
                    .anySatisfy(line -> assertThat(line).contains("\"level\":\"ERROR\"", "analyze-text.endpoint"));
        }
    }

    @Test
    void anInputHasOneNameInTheWholeLog() throws Exception {
        Files.createDirectories(folder.done());
        Files.writeString(folder.done().resolve("a.jsonl"), "an earlier one of this name");
        folder.put("a.jsonl", line("a", 1));
        try (LocalService service = service("fixed 0s");
                RunningApp app = folder.calling(service).start()) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
            assertThat(app.err())
                    .contains("input a~2.jsonl", "batch=a~2.jsonl/000001")
                    .doesNotContain("%7E");
        }
    }

    @Test
    void unknownCommandIsAnsweredWithTheKnownOnes() throws Exception {
        try (RunningApp app = folder.start("dmeo")) {
            assertThat(app.exitCode()).isEqualTo(MISTAKE);
            assertThat(app.err())
                    .startsWith("analyze-text: Unmatched argument at index 0: 'dmeo'")
                    .contains("The commands are: demo, check", "analyze-text --help");
        }
    }

    @Test
    void deadLettersAreTheExitCodeOfADrainedRun() throws Exception {
        Files.copy(SAMPLES.resolve("bad-documents.jsonl"), folder.inbox().resolve("bad-documents.jsonl"));
        try (LocalService service = service("fixed 0s");
                RunningApp app = folder.calling(service).start()) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(DEAD_LETTERS);
            assertThat(app.out()).containsPattern("documents +6\n").containsPattern("dead letters +5\n");
        }
        PublishedOutcomes answers = PublishedOutcomes.of(folder);
        assertThat(answers.results()).extracting(PublishedOutcomes.Answer::id).containsExactly("B-1");
        assertThat(answers.deadLetters())
                .extracting(letter -> letter.content().path("code").asText())
                .containsExactly("EmptyText", "MissingText", "InvalidJson", "TextNotAString", "InvalidLanguage");
        assertThat(WorkingFolder.files(folder.done())).hasSize(1);
        assertThat(WorkingFolder.files(folder.inbox())).isEmpty();
    }

    @Test
    void mistakesInTheConfigurationAreToldAllAtOnce() throws Exception {
        folder.withoutKey()
                .with("endpoint", "my-resource")
                .with("task.kind", "LanguageDetection")
                .with("task.project-name", "p")
                .with("pol.first-poll", "1s")
                .with("poll.longest", "soon")
                .with("submit.threads", "many")
                .with("files.charset", "UTF-9")
                .with("files.results", "inbox/results")
                .with("exit-when-drained", "maybe");
        try (RunningApp app = folder.start()) {
            assertThat(app.exitCode()).isEqualTo(MISTAKE);
            assertThat(app.err())
                    .startsWith("the configuration has 10 mistakes:\n")
                    .contains(
                            "analyze-text.endpoint is 'my-resource', but must be an address",
                            "analyze-text.api-key is missing",
                            "ANALYZE_TEXT_API_KEY",
                            "analyze-text.task.kind",
                            "analyze-text.task.deployment-name is missing",
                            "analyze-text.pol.first-poll is no property of this release; is analyze-text.poll.first-poll meant?",
                            "analyze-text.poll.longest is 'soon', but must be a time",
                            "analyze-text.submit.threads is 'many'",
                            "analyze-text.files.charset is 'UTF-9'",
                            "inbox/results inside",
                            "analyze-text.exit-when-drained is 'maybe', but can only be true or false")
                    .contains("The configuration is read from "
                            + folder.root().resolve("analyze-text.properties").toAbsolutePath())
                    .doesNotContain("\tat ", "Exception");
            assertThat(app.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "check", "account"})
    void severalPipelinesAreRefusedBeforeAnythingIsDone(String command) throws Exception {
        folder.with("endpoint", "http://localhost:9").with("pipelines.tickets.task.project-name", "SupportTickets");

        try (RunningApp app = command.isEmpty() ? folder.start() : folder.start(command)) {
            assertThat(app.exitCode()).isEqualTo(MISTAKE);
            assertThat(app.err())
                    .contains(
                            "analyze-text.pipelines: there are properties of tickets, but the application runs one"
                                    + " pipeline",
                            "(docs/embedding.md)")
                    .doesNotContain("\tat ");
        }
        assertThat(folder.work()).doesNotExist();
    }

    @Test
    void aPropertiesFileOfAnotherNameIsSeenAndTheOneThatIsReadIsNamed() throws Exception {
        Files.writeString(
                folder.root().resolve("analyse-text.properties"), "analyze-text.endpoint=http://localhost:1\n");
        try (RunningApp app = folder.start()) {
            assertThat(app.exitCode()).isEqualTo(MISTAKE);
            assertThat(app.err())
                    .contains(
                            "analyze-text.endpoint is missing",
                            "There is no file "
                                    + folder.root()
                                            .resolve("analyze-text.properties")
                                            .toAbsolutePath(),
                            "the folder has analyse-text.properties;");
        }
    }

    @Test
    void aVariableThatSetsNothingIsLoggedAndAnAddressWithoutAnswerNamesItsProperty() throws Exception {
        folder.put("a.jsonl", line("a", 1));
        folder.calling(URI.create("http://nowhere.invalid"))
                .environment("ANALYZE_TEXT_KAFKA_BROKER", "localhost:1")
                .with("exit-when-drained", "false");
        try (RunningApp app = folder.start()) {
            app.awaitErr("ANALYZE_TEXT_KAFKA_BROKER of the environment sets no property; is ANALYZE_TEXT_KAFKA_BROKERS"
                    + " meant?");
            app.awaitErr("UnknownHostException: nowhere.invalid");
            app.awaitErr("if this lasts, check analyze-text.endpoint");
        }
    }

    @Test
    void malformedRouteFileIsNamedWithItsLine() throws Exception {
        change("submit.camel.yaml", "- setBody:", "- setBodi:");
        try (LocalService service = service("fixed 0s");
                RunningApp app = folder.calling(service).start()) {
            assertThat(app.exitCode()).isEqualTo(MISTAKE);
            assertThat(app.err())
                    .startsWith("a route file can't be used; nothing was started: ")
                    .contains("setBodi", "routes/submit.camel.yaml, line ")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void routeThatNamesAnUnknownBeanIsNamed() throws Exception {
        change("inputs-files.camel.yaml", "ref: analyzeTextJoiner", "ref: analyzeTextJoyner");
        try (LocalService service = service("fixed 0s");
                RunningApp app = folder.calling(service).start()) {
            assertThat(app.exitCode()).isEqualTo(MISTAKE);
            assertThat(app.err())
                    .startsWith("a route file can't be used; nothing was started: ")
                    .contains("routes/inputs-files.camel.yaml, line ", "analyzeTextJoyner")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void routesOnDiskAreTheOnesThatRun() throws Exception {
        folder.put("a.jsonl", line("a", 1));
        change(
                "publish.camel.yaml",
                "        - to:\n            id: to-sink\n",
                "        - log:\n            message: \"changed by the user\"\n"
                        + "        - to:\n            id: to-sink\n");
        try (LocalService service = service("fixed 0s");
                RunningApp app = folder.calling(service).start()) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
            assertThat(app.err()).contains("changed by the user");
        }
    }

    @Test
    void withoutARoutesFolderTheRoutesOfTheJarRun() throws Exception {
        folder.put("a.jsonl", line("a", 1));
        for (Path file : WorkingFolder.files(folder.root().resolve("routes"))) {
            Files.delete(file);
        }
        Files.delete(folder.root().resolve("routes"));
        try (LocalService service = service("fixed 0s");
                RunningApp app = folder.calling(service).start()) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
        }
        assertThat(PublishedOutcomes.of(folder).positions()).containsExactly("a.jsonl#1");
    }

    @Test
    void environmentVariablesConfigureItAndBeatTheFile() throws Exception {
        folder.put("a.jsonl", line("a", 1));
        try (LocalService service = service("fixed 0s");
                RunningApp app = folder.with("exit-when-drained", "false")
                        .with("task.project-name", "Elsewhere")
                        .environment("ANALYZE_TEXT_ENDPOINT", service.endpoint().toString())
                        .environment("ANALYZE_TEXT_TASK_PROJECT_NAME", "MessageIntent")
                        .environment("ANALYZE_TEXT_TASK_DEPLOYMENT_NAME", "production")
                        .environment("ANALYZE_TEXT_FILES_RESULTS", "labelled")
                        .environment("ANALYZE_TEXT_POLL_FIRST_LOOK", "50ms")
                        .environment("ANALYZE_TEXT_EXIT_WHEN_DRAINED", "true")
                        .start()) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
        }
        assertThat(folder.root().resolve("labelled/a.jsonl")).exists();
    }

    @Test
    void secondProcessOnTheSameWorkFolderIsRefused() throws Exception {
        try (LocalService service = service("fixed 0s");
                RunningApp first = folder.calling(service)
                        .with("exit-when-drained", "false")
                        .start()) {
            folder.put("a.jsonl", line("a", 1));
            first.awaitErr("input a.jsonl is complete");
            try (RunningApp second = folder.start()) {
                assertThat(second.exitCode()).isEqualTo(FAILED);
                assertThat(second.err())
                        .startsWith("the folder " + folder.work().toRealPath() + " belongs to another running process")
                        .contains("analyze-text.files.work")
                        .doesNotContain("\tat ");
            }
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void watchesTheInboxUntilItIsTerminated() throws Exception {
        try (LocalService service = service("fixed 0s");
                RunningApp app = folder.calling(service)
                        .with("exit-when-drained", "false")
                        .start()) {
            folder.put("a.jsonl", line("a", 1));
            app.awaitErr("input a.jsonl is complete");
            folder.put("sub/b.txt", "Where is my parcel?");
            app.awaitErr("input texts is complete");
            assertThat(app.isAlive()).isTrue();
            app.terminate();
            assertThat(app.exitCode()).isEqualTo(TERMINATED);
            assertThat(app.out()).containsPattern("documents +2\n").containsPattern("results +2\n");
            assertThat(app.err()).doesNotContain("WARN", "ERROR");
        }
        assertThat(PublishedOutcomes.of(folder).positions()).containsExactlyInAnyOrder("a.jsonl#1", "sub/b.txt#1");
    }

    @Test
    void terminatedWithWorkInFlightItGoesOnWithTheNextStart() throws Exception {
        Inputs inputs = new Inputs(folder);
        inputs.goodLines("all.jsonl", 1_000);
        Files.writeString(folder.inbox().resolve("all.jsonl"), "{\"text\": \" \"}\n", StandardOpenOption.APPEND);
        long documents = 0;
        LocalServiceSettings settings = settings("uniform 100ms 3s")
                .callLatency(DurationDistribution.fixed(Duration.ofMillis(100)))
                .build();
        try (LocalService service = LocalService.start(settings)) {
            folder.calling(service);
            try (RunningApp app = folder.start()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> service.counters().jobsAccepted() > 5);
                app.terminate();
                assertThat(app.exitCode()).as(app.err()).isEqualTo(TERMINATED);
                assertThat(app.err()).doesNotContain("ERROR", "\tat ");
                assertThat(app.out()).containsPattern("jobs +\\d+\n");
                documents += documents(app);
                assertThat(app.err()).contains("documents from ", "; nothing to resume");
                assertThat(app.out())
                        .containsPattern(
                                "\\d+ jobs? stays? at the service; start again within 24 h \\(before 20.*Z\\), or");
            }
            assertThat(service.counters().jobsAccepted()).isLessThan(40);
            onlyTheOwnerReadsJobs();
            try (RunningApp app = folder.start()) {
                assertThat(app.exitCode())
                        .as("the dead letter is of the first start")
                        .isEqualTo(DEAD_LETTERS);
                assertThat(app.out()).containsPattern("dead letters +0\n");
                assertThat(app.err()).doesNotContain("ambiguous").containsPattern("resumes 1 inputs with \\d+ jobs");
                documents += documents(app);
            }
            assertThat(documents).as("the summaries of both").isEqualTo(1_001);
            assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, 1_000L));
        }
        PublishedOutcomes answers = PublishedOutcomes.of(folder);
        assertThat(answers.results())
                .extracting(PublishedOutcomes.Answer::position)
                .containsExactlyElementsOf(inputs.texts().keySet());
        assertThat(answers.deadLetters())
                .extracting(PublishedOutcomes.Answer::position)
                .containsExactly("all.jsonl#1001");
    }

    private static long documents(RunningApp app) throws IOException {
        Matcher count = Pattern.compile("\ndocuments +([\\d,]+)\n").matcher(app.out());
        assertThat(count.find()).as(app.out()).isTrue();
        return Long.parseLong(count.group(1).replace(",", ""));
    }

    @Test
    void wrongKeyIsToldAndNothingIsGivenUp() throws Exception {
        folder.put("a.jsonl", line("a", 1));
        try (LocalService service = service("fixed 0s")) {
            folder.calling(service).environment("ANALYZE_TEXT_API_KEY", "another-key");
            try (RunningApp app = folder.start()) {
                app.awaitErr("check analyze-text.api-key");
                assertThat(app.isAlive()).isTrue();
                assertThat(app.err()).doesNotContain("another-key");
                app.terminate();
                assertThat(app.exitCode()).isEqualTo(TERMINATED);
            }
            assertThat(WorkingFolder.files(folder.deadLetters())).isEmpty();
            folder.environment("ANALYZE_TEXT_API_KEY", WorkingFolder.KEY);
            try (RunningApp app = folder.start()) {
                assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
            }
        }
        assertThat(PublishedOutcomes.of(folder).positions()).containsExactly("a.jsonl#1");
    }

    @Test
    void serviceThatIsAwayIsWaitedFor() throws Exception {
        folder.put("a.jsonl", line("a", 1));
        URI address;
        try (LocalService service = service("fixed 0s")) {
            folder.calling(service);
            address = service.endpoint();
        }
        try (RunningApp app = folder.start()) {
            app.awaitErr("gave no answer to a POST");
            try (LocalService service = LocalService.start(
                    settings("fixed 0s").port(address.getPort()).build())) {
                assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
                assertThat(service.counters().jobsAccepted()).isEqualTo(1);
            }
            assertThat(app.err()).doesNotContain("ambiguous");
        }
        assertThat(PublishedOutcomes.of(folder).positions()).containsExactly("a.jsonl#1");
    }

    @Test
    void sameInputsGiveTheSameBytesButForTimesAndJobs() throws Exception {
        Map<String, String> first;
        Map<String, String> second;
        try (LocalService service = service("uniform 0s 500ms")) {
            first = labelled(folder, service);
            second = labelled(new WorkingFolder(place.resolve("again")), service);
        }
        assertThat(first.keySet())
                .containsExactly(
                        "dead-letters/bad-documents.jsonl",
                        "results/bad-documents.jsonl",
                        "results/mails.jsonl",
                        "results/reviews.csv",
                        "results/texts.jsonl");
        assertThat(second).isEqualTo(first);
    }

    /** Results and dead letters of the samples, without job ids and times. */
    private static Map<String, String> labelled(WorkingFolder folder, LocalService service) throws Exception {
        WorkingFolder.copyTree(SAMPLES.resolve("inbox"), folder.inbox());
        Files.copy(SAMPLES.resolve("bad-documents.jsonl"), folder.inbox().resolve("bad-documents.jsonl"));
        try (RunningApp app = folder.calling(service).with("batch.linger", "2s").start()) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(DEAD_LETTERS);
        }
        Map<String, String> contents = new TreeMap<>();
        for (Path answers : List.of(folder.results(), folder.deadLetters())) {
            for (Path file : WorkingFolder.files(answers)) {
                contents.put(
                        folder.root().relativize(file).toString(),
                        Files.readString(file)
                                .replaceAll("\"polls\":\\d+", "\"polls\":<polls>")
                                .replaceAll("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}", "<job>")
                                .replaceAll("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d((\\.\\d+)?Z)?", "<time>"));
            }
        }
        return contents;
    }

    private void onlyTheOwnerReadsJobs() throws IOException {
        Path input = folder.work().resolve("all.jsonl");
        assertThat(WorkingFolder.files(input.resolve("jobs"))).isNotEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.work())))
                .isEqualTo("rwx------");
    }

    private void change(String routeFile, String part, String replacement) throws IOException {
        Path file = folder.root().resolve("routes").resolve(routeFile);
        String content = Files.readString(file);
        assertThat(content).contains(part);
        Files.writeString(file, content.replace(part, replacement));
    }

    private static String line(String name, int number) {
        return "{\"id\": \"%s-%d\", \"text\": \"Where is my parcel?\"}\n".formatted(name, number);
    }

    private static LocalService service(String jobDuration) {
        return LocalService.start(settings(jobDuration).build());
    }

    private static LocalServiceSettings.Builder settings(String jobDuration) {
        return LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(SAMPLES.resolve("intent-labels.json")))
                .jobDuration(DurationDistribution.parse(jobDuration));
    }

    @Test
    void accountAddsUpAndReplayedDeadLettersGetTheirResults() throws Exception {
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .port(0)
                .project(ProjectSettings.of(SAMPLES.resolve("intent-labels.json")))
                .build())) {
            folder.calling(service);
            folder.put("mails.jsonl", """
                    {"id":"1","text":"Where is my parcel?","customer":"C-1"}
                    {"id":"2","text":"Please send a new invoice.","language":"klingon!!","customer":"C-2"}
                    """);
            try (RunningApp app = folder.start()) {
                assertThat(app.exitCode()).as(app.err()).isEqualTo(3);
            }
            Path letters = folder.deadLetters().resolve("mails.jsonl");
            Files.writeString(letters, Files.readString(letters).replace("klingon!!", "en"));

            try (RunningApp replay = folder.start("replay", "--all", "dead-letters/mails.jsonl")) {
                assertThat(replay.exitCode()).as(replay.err()).isEqualTo(OK);
                assertThat(replay.out()).contains("1 documents of ");
            }
            try (RunningApp app = folder.start()) {
                assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
            }

            assertThat(Files.readString(folder.results().resolve("replay-mails.jsonl")))
                    .contains("\"id\":\"2\"", "\"customer\":\"C-2\"");
            try (RunningApp account = folder.start("account")) {
                assertThat(account.exitCode()).as(account.err()).isEqualTo(OK);
                assertThat(account.out())
                        .contains("It adds up: 3 documents = 2 results + 1 dead letters + 0 waiting + 0 in flight.")
                        .containsPattern("InvalidLanguage +1")
                        .containsPattern("default/classification +2");
            }
        }
    }
}
