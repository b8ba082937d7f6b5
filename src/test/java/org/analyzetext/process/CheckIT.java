package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check command, as somebody uses it who has just written a configuration. */
class CheckIT {
    private static final int OK = 0;
    private static final int MISTAKE = 2;

    @TempDir
    Path root;

    private LocalService service;
    private WorkingFolder folder;

    @BeforeEach
    void prepare() throws IOException {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .build());
        folder = new WorkingFolder(root).calling(service);
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void ticksEverythingAndBillsOneTextRecord() throws Exception {
        try (RunningApp app = folder.start("check")) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
            assertThat(app.out())
                    .contains("✓ configuration", "✓ folder ", "✓ resource default", "✓ task classification")
                    .doesNotContain("✗")
                    .doesNotContain(WorkingFolder.KEY);
        }
        assertThat(service.counters().textRecords()).isEqualTo(1);
    }

    @Test
    void withoutSubmitBillsNothing() throws Exception {
        try (RunningApp app = folder.start("check", "--without-submit")) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
            assertThat(app.out()).containsPattern("✓ task classification at default +not tried");
        }
        assertThat(service.counters().jobsAccepted()).isZero();
    }

    @Test
    void crossesSayWhatIsWrongAndWhatToDo() throws Exception {
        folder.environment("ANALYZE_TEXT_API_KEY", "another-key")
                .with("sink", "kafka")
                .with("kafka.brokers", "127.0.0.1:1");
        try (RunningApp app = folder.start("check")) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(MISTAKE);
            assertThat(app.out())
                    .containsPattern("✗ resource default +.*401.*check analyze-text.api-key")
                    .containsPattern("✗ brokers 127.0.0.1:1 +can't be used: ")
                    .containsPattern("✗ task classification at default +not tried")
                    .doesNotContain("another-key")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void whatMayPassByItselfHasAnExitCodeOfItsOwn() throws Exception {
        folder.with("endpoint", "http://127.0.0.1:1").with("call.connect-timeout", "1s");
        try (RunningApp app = folder.start("check")) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(1);
            assertThat(app.out())
                    .containsPattern(
                            "✗ resource default +gives no answer.*check analyze-text.endpoint \\(may be transient\\)");
        }
    }

    @Test
    void anUnencryptedWayToAnotherMachineIsMarked() throws Exception {
        folder.with("endpoint", "http://service.invalid:5000").with("call.connect-timeout", "1s");
        try (RunningApp app = folder.start("check", "--without-submit")) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(MISTAKE);
            assertThat(app.out())
                    .containsPattern("! configuration +analyze-text.endpoint is http://service.invalid:5000: the key")
                    .containsPattern("✗ resource default +gives no answer");
        }
    }

    @Test
    void deploymentThatDoesNotExistIsNamedByTheService() throws Exception {
        folder.with("task.deployment-name", "staging");
        try (RunningApp app = folder.start("check")) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(MISTAKE);
            assertThat(app.out())
                    .contains("✓ resource default")
                    .containsPattern(
                            "✗ task classification at default +.*deployment.*check analyze-text.task.kind, .project-name");
        }
    }

    @Test
    void checksWhileAnotherProcessOwnsTheWorkFolder() throws Exception {
        folder.with("exit-when-drained", "false").with("observe.port", "0");
        try (RunningApp running = folder.start()) {
            running.awaitErr("health and metrics: ");
            try (RunningApp app = folder.start("check", "--without-submit")) {
                assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
            }
            assertThat(running.isAlive()).isTrue();
        }
    }

    @Test
    void aKindThatTheProjectDoesNotHaveIsNamedByItsProperty() throws Exception {
        folder.with("task.kind", "CustomMultiLabelClassification");
        try (RunningApp app = folder.start("check")) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(MISTAKE);
            assertThat(app.out())
                    .contains("✓ resource default")
                    .containsPattern("✗ task classification at default +.*check analyze-text.task.*\\.kind")
                    .doesNotContain("check analyze-text.endpoint", "api-version");
        }
    }

    @Test
    void anAddressThatIsNotTheServicesIsAMistakeOfTheEndpoint() throws Exception {
        folder.with("endpoint", service.endpoint() + "/elsewhere");
        try (RunningApp app = folder.start("check", "--without-submit")) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(MISTAKE);
            assertThat(app.out())
                    .containsPattern("✗ resource default +.*is no address of the service.*check analyze-text.endpoint");
        }
    }

    @Test
    void httpsToAnHttpServiceNamesThePropertyAndWhatMayBeMixedUp() throws Exception {
        folder.with("endpoint", service.endpoint().toString().replace("http://", "https://"));
        try (RunningApp app = folder.start("check", "--without-submit")) {
            assertThat(app.exitCode()).as(app.err()).isEqualTo(MISTAKE);
            assertThat(app.out())
                    .containsPattern(
                            "✗ resource default +gives no answer.*check analyze-text.endpoint, and whether it begins"
                                    + " with the right one of https:// and http://");
        }
    }
}
