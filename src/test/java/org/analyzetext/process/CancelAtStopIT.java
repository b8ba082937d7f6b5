package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.Moment;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in flight are cancelled at the service when the application is told to stop, and no document is lost by that. */
class CancelAtStopIT {
    private static final int OK = 0;
    private static final int TERMINATED = 143;
    private static final int DOCUMENTS = 200;
    private static final int JOBS = 8;
    /** Longer than any test: jobs end when the service's clock is moved. */
    private static final Duration DURATION = Duration.ofHours(1);

    @TempDir
    Path root;

    private WorkingFolder folder;
    private Inputs inputs;

    @BeforeEach
    void prepare() throws Exception {
        // One try alone: a cancelled one that counted would make dead letters.
        folder = new WorkingFolder(root).with("shutdown.jobs", "cancel").with("job.max-attempts", "1");
        inputs = new Inputs(folder);
        inputs.goodLines("all.jsonl", DOCUMENTS);
    }

    @Test
    void cancelledJobsAreSentAgainWithoutCountingAsATry() throws Exception {
        try (LocalService service = service()) {
            folder.calling(service);
            assertThat(stopWithAllInFlight(service))
                    .contains("8 jobs in flight are cancelled")
                    .doesNotContain("WARN", "ERROR", "\tat ");
            assertThat(service.counters().jobsCancelled()).isEqualTo(JOBS);
            finish(service, () -> 2 * JOBS);
        }
        assertThat(PublishedOutcomes.of(folder).results().get(0).content().path("history"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.path("code").asText()).isEqualTo("CancelledAtStop"));
    }

    @Test
    void killedInTheMiddleOfCancellingEveryDocumentStillHasOneResult() throws Exception {
        try (LocalService service = service()) {
            KillSwitch third = new KillSwitch(service, Moment.BEFORE_CANCEL_ANSWER);
            folder.calling(service).with("poll.threads", "1");
            try (RunningApp app = folder.start()) {
                awaitAccepted(service, () -> JOBS);
                third.arm(3);
                third.aim(app);
                app.terminate();
                assertThat(app.exitCode()).isEqualTo(RunningApp.KILLED);
            }
            third.disarm();

            // The service may take note of a cancellation a moment after the kill.
            finish(service, () -> JOBS + (int) service.counters().jobsCancelled());

            int cancelled = (int) service.counters().jobsCancelled();
            assertThat(cancelled).isBetween(2, 4);
            assertThat(service.counters().textsByTimesAccepted())
                    .isEqualTo(Map.of(1, DOCUMENTS - 25L * cancelled, 2, 25L * cancelled));
        }
    }

    @Test
    void jobsThatAreLeftWhenTheTimeIsUpAreKeptAndGoOn() throws Exception {
        try (LocalService service = service()) {
            folder.calling(service).with("shutdown.cancel-time", "0s");
            assertThat(stopWithAllInFlight(service))
                    .contains("8 jobs in flight are not cancelled and continue at the service");
            assertThat(service.counters().jobsCancelled()).isZero();
        }
    }

    @Test
    void jobsThatTheServiceDoesNotCancelGoOn() throws Exception {
        try (LocalService service = service()) {
            folder.calling(service);
            service.addFaults("status=503 at=before-cancel-answer");
            assertThat(stopWithAllInFlight(service))
                    .contains("may continue at the service; the next start polls it")
                    .doesNotContain("\tat ");
            service.clearFaults();

            finish(service, () -> JOBS);
            assertThat(service.counters().jobsCancelled()).isZero();
        }
    }

    private String stopWithAllInFlight(LocalService service) throws Exception {
        try (RunningApp app = folder.start()) {
            awaitAccepted(service, () -> JOBS);
            app.terminate();
            assertThat(app.exitCode()).as(app.err()).isEqualTo(TERMINATED);
            return app.err();
        }
    }

    /** Starts once more, lets the jobs end well, and compares. */
    private void finish(LocalService service, IntSupplier accepted) throws Exception {
        try (RunningApp app = folder.start()) {
            awaitAccepted(service, accepted);
            service.advance(DURATION);
            assertThat(app.exitCode()).as(app.err()).isEqualTo(OK);
        }
        assertThat(PublishedOutcomes.of(folder).deadLetters()).isEmpty();
        assertThat(PublishedOutcomes.of(folder).positions())
                .containsExactlyElementsOf(inputs.texts().keySet());
    }

    private static void awaitAccepted(LocalService service, IntSupplier jobs) {
        await().atMost(Duration.ofSeconds(60)).until(() -> service.counters().jobsAccepted() == jobs.getAsInt());
    }

    private static LocalService service() throws Exception {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.fixed(DURATION))
                .build());
    }
}
