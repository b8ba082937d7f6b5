package org.analyzetext.localservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The command starts the service, or says in one line why not. */
class LocalServiceCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs the command, which ends as soon as it has started. */
    private int run(String... args) {
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new CommandLine(new LocalServiceCommand(to, new CountDownLatch(0)))
                .setOut(new PrintWriter(to, true))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((wrong, given) -> {
                    wrong.getCommandLine().getErr().println(wrong.getMessage());
                    return 2;
                })
                .execute(args);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void startSaysThatItIsAStandInAndHowToTryIt() {
        ProjectSettings fields = TestProjects.fields(folder);
        assertThat(run(
                        "--port",
                        "0",
                        "--key",
                        "my-key",
                        "--project",
                        fields.labels().toString()))
                .isZero();
        assertThat(said())
                .contains("stand-in", "not the service itself")
                .containsPattern("endpoint +http://localhost:\\d+")
                .containsPattern("key +my-key")
                .containsPattern("project +Fields, deployment production, CustomSingleLabelClassification")
                .contains("curl -i -H 'Ocp-Apim-Subscription-Key: my-key'");
        assertThat(complained()).isEmpty();
    }

    @Test
    void projectNamesItsFolderAndItsDeployment() {
        ProjectSettings fields = TestProjects.fields(folder);
        assertThat(run("--port", "0", "--project", fields.labels() + ":" + fields.documents() + ":staging"))
                .isZero();
        assertThat(said()).contains("deployment staging");
    }

    @Test
    void optionsAreReadFromAFile() throws Exception {
        ProjectSettings fields = TestProjects.fields(folder);
        ProjectSettings moods = TestProjects.moods(folder);
        Path file = Files.writeString(
                folder.resolve("local-service.options"),
                "--port 0\n--project " + fields.labels() + "\n--project " + moods.labels()
                        + "\n--job-duration \"log-normal 6s 30s\"\n--requests-per-minute 1000\n");
        assertThat(run("@" + file)).isZero();
        assertThat(said()).contains("project     Fields", "project     Moods", "quota       1000 requests a minute");
    }

    @Test
    void everyOptionIsSetAsItSays() {
        LocalServiceCommand command = new LocalServiceCommand(System.out);
        new CommandLine(command)
                .parseArgs(
                        "--port",
                        "1",
                        "--key",
                        "a",
                        "--key",
                        "b",
                        "--token",
                        "t",
                        "--call-latency",
                        "1s",
                        "--job-duration",
                        "2s",
                        "--cancel-duration",
                        "3s",
                        "--speed",
                        "4",
                        "--page-size",
                        "5",
                        "--max-documents",
                        "6",
                        "--max-characters",
                        "7",
                        "--max-bytes",
                        "8",
                        "--requests-per-minute",
                        "9",
                        "--quota-per-operation",
                        "true",
                        "--retry-after-as-date",
                        "true",
                        "--operation-location-header",
                        "Operation-Location",
                        "--tls",
                        "true",
                        "--seed",
                        "10",
                        "--fault",
                        "job-stuck",
                        "--faults-file",
                        "f");
        LocalServiceSettings settings = command.settings();
        java.util.Random random = new java.util.Random(1);
        assertThat(settings.port()).isEqualTo(1);
        assertThat(settings.keys()).containsExactly("a", "b");
        assertThat(settings.tokens()).containsExactly("t");
        assertThat(settings.callLatency().sample(random, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.jobDuration().sample(random, 1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.cancelDuration()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.speed()).isEqualTo(4);
        assertThat(settings.pageSize()).isEqualTo(5);
        assertThat(settings.maxDocuments()).isEqualTo(6);
        assertThat(settings.maxCharacters()).isEqualTo(7);
        assertThat(settings.maxBytes()).isEqualTo(8);
        assertThat(settings.requestsPerMinute()).isEqualTo(9);
        assertThat(settings.quotaPerOperation()).isTrue();
        assertThat(settings.retryAfterAsDate()).isTrue();
        assertThat(settings.operationLocationHeader()).isEqualTo("Operation-Location");
        assertThat(settings.tls()).isTrue();
        assertThat(settings.seed()).isEqualTo(10);
        assertThat(settings.faults()).containsExactly("job-stuck");
        assertThat(settings.faultsFile()).isEqualTo(Path.of("f"));
    }

    @ParameterizedTest
    @CsvSource({
        "port, 'Unmatched argument at index 0: ''port'''",
        "--prot 1, '--prot'",
        "--port, 'Missing required parameter for option ''--port'''",
        "--port x, '''x'' is not an int'",
        "--port 99999, 'above 65535'",
        "--speed 0, 'not above 0'",
        "--tls yes, '''yes'' is not a boolean'",
        "--page-size 0, 'at least 1'",
        "--job-duration soon, 'not a duration'",
        "--fault nonsense, 'no kind ''nonsense'''",
        "--training-share 2, 'training share'",
        "@/nowhere, '@/nowhere'"
    })
    void wrongArgumentsAreToldInOneLine(String args, String reason) {
        String[] words = args.split(" ", 2);
        if (words[0].equals("--training-share")) {
            words = new String[] {"--training-share", "2", "--project", "labels.json"};
        }
        assertThat(run(words)).isEqualTo(2);
        assertThat(complained().strip()).contains(reason).doesNotContain("\n");
        assertThat(said()).isEmpty();
    }

    @Test
    void missingLabelsFileIsToldInOneLine() {
        assertThat(run("--port", "0", "--project", "/nowhere/labels.json")).isEqualTo(1);
        assertThat(complained().strip()).contains("/nowhere/labels.json").doesNotContain("\n");
    }

    @Test
    void portThatIsTakenIsToldInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThat(run("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
            assertThat(complained().strip())
                    .contains("port " + taken.getLocalPort())
                    .doesNotContain("\n");
        }
    }

    @Test
    void helpListsEveryOption() {
        CommandLine command = new CommandLine(new LocalServiceCommand(System.out));
        for (OptionSpec option : command.getCommandSpec().options()) {
            assertThat(command.getUsageMessage()).contains(option.longestName() + "=" + option.paramLabel());
        }
    }
}
