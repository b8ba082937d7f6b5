package org.analyzetext.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.analyzetext.job.Batches;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.PollSchedule;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceAnswers;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceClock;
import org.analyzetext.service.ServiceClocks;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.UnreadableAnswerException;
import org.analyzetext.stage.JobPoll.Asking;
import org.analyzetext.stage.JobPoll.Later;
import org.analyzetext.stage.JobPoll.Settled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollingTest {
    private static final Duration DEADLINE = Duration.ofHours(2);
    private static final SubmittedJob JOB = Batches.submitted(25);
    private static final Asking FIRST =
            new Asking(JOB, Batches.NOW, null, ServiceCall.poll("default", JOB.name(), "job-1", 25, 0));

    @Test
    void aPollAsksForAllDocumentsAtOnce() {
        ServiceCall call = ((Asking) at(Batches.NOW.plusSeconds(1)).begin(JOB)).call();

        assertThat(call.kind()).isEqualTo(ServiceCall.Kind.POLL);
        assertThat(call.jobId()).isEqualTo("job-1");
        assertThat(call.query()).isEqualTo(Map.of("top", 25));
        assertThat(call.body()).isNull();
    }

    @Test
    void theNextPageIsAskedForByItsNumber() {
        JobPoll next = at(Batches.NOW)
                .answered(FIRST, ServiceAnswers.state("{'status':'succeeded','nextLink':'?top=3&skip=20'}"));

        assertThat(((Asking) next).call().query()).isEqualTo(Map.of("top", 25, "skip", 20));
    }

    @ParameterizedTest
    @CsvSource({"notStarted,true", "running,true", "cancelling,true", "resting,true", "succeeded,false", "failed,false"
    })
    void aJobThatIsNotOverIsPolledAgain(String status, boolean pending) {
        assertThat(at(Batches.NOW).answered(FIRST, state(status))).isInstanceOf(pending ? Later.class : Settled.class);
    }

    @ParameterizedTest
    @CsvSource({"running", "resting"})
    void aJobIsGivenUpAtItsDeadline(String status) {
        assertThat(at(Batches.NOW.plus(DEADLINE).minusMillis(1)).answered(FIRST, state(status)))
                .isInstanceOf(Later.class);
        assertThat(at(Batches.NOW.plus(DEADLINE)).answered(FIRST, state(status)))
                .isInstanceOf(Settled.class);
    }

    @ParameterizedTest
    @CsvSource({"404,9,true", "404,10,false", "410,1,false"})
    void aJobThatIsUnknownSecondsAfterItsSubmitIsPolledAgain(int status, long seconds, boolean known) {
        Polling polling = at(Batches.NOW.plusSeconds(seconds));

        assertThat(polling.answered(FIRST, ServiceAnswers.of(status, "")))
                .isInstanceOf(known ? Later.class : Settled.class);
    }

    @Test
    void aJobIsNotGivenUpBecauseOurClockWasPutForward() {
        Instant forward = Batches.NOW.plus(DEADLINE).plusSeconds(3_600);
        Clock clock = Clock.fixed(forward, ZoneOffset.UTC);
        ServiceClock service = ServiceClocks.that(clock, Batches.NOW.plusSeconds(5));
        Polling polling = at(clock, service);
        String created = "{'status':'running','createdDateTime':'%s'}";

        JobPoll young = polling.answered(FIRST, ServiceAnswers.state(created.formatted(Batches.NOW)));
        JobPoll old = polling.answered(FIRST, ServiceAnswers.state(created.formatted(Batches.NOW.minus(DEADLINE))));

        assertThat(((Later) young).job().due()).isAfter(forward);
        assertThat(old).isInstanceOf(Settled.class);
    }

    @Test
    void aJobIsPolledThoughTheClockWasPutBackBehindItsSubmit() {
        Instant back = Batches.NOW.minusSeconds(3_600);

        assertThat(at(back).begin(JOB)).isInstanceOf(Asking.class);
        assertThat(laterAt(back).due()).isBetween(back.plusMillis(250), back.plusSeconds(15));
    }

    @Test
    void noWaitIsLongerThanAMinute() {
        PollSchedule patient = new PollSchedule(Duration.ofHours(1), Duration.ofHours(1), any -> 1, () -> 0.5);

        JobPoll slow = at(patient, Batches.NOW).answered(FIRST, state("running"));

        assertThat(((Later) slow).job().due()).isEqualTo(Batches.NOW.plus(Polling.LONGEST_WAIT));
    }

    @Test
    void aPageThatCantBeReadIsAskedForAgainUntilTheDeadline() {
        ServiceAnswer garbage = ServiceAnswers.state("<html>");
        Polling before = at(Batches.NOW.plus(DEADLINE).minusMillis(1));
        Polling after = at(Batches.NOW.plus(DEADLINE));
        Asking second =
                (Asking) before.answered(FIRST, ServiceAnswers.state("{'status':'succeeded','nextLink':'?skip=20'}"));

        assertThatThrownBy(() -> before.answered(FIRST, garbage)).isInstanceOf(UnreadableAnswerException.class);
        assertThatThrownBy(() -> before.answered(second, garbage)).isInstanceOf(UnreadableAnswerException.class);
        assertThat(after.answered(FIRST, garbage)).isInstanceOf(Settled.class);
        // As if there had been that one page.
        assertThat(after.answered(second, garbage))
                .isInstanceOf(Settled.class)
                .isEqualTo(after.answered(FIRST, state("succeeded")))
                .isNotEqualTo(after.answered(FIRST, garbage));
    }

    @Test
    void aFailureGoesToTheEdgeForAsLongAsTheServiceKeepsTheResults() {
        IOException away = new IOException("no route to host");
        Instant deleted = Batches.NOW.plus(DEADLINE).plus(Duration.ofHours(24));

        assertThatThrownBy(() -> at(deleted.minusMillis(1)).failed(FIRST, away)).isSameAs(away);
    }

    @Test
    void aFailureThatDidNotReachTheServiceGoesToTheEdgeForever() {
        Exception noTurn = new ServiceNotReadyException(ServiceNotReadyException.Reason.NO_PERMIT, "no turn", null);

        assertThatThrownBy(() -> at(Batches.NOW.plus(Duration.ofDays(9))).failed(FIRST, noTurn))
                .isSameAs(noTurn);
    }

    @Test
    void aJobIsLostOnceItsResultsAreDeletedAndNobodyAnswers() throws Exception {
        Instant deleted = Batches.NOW.plus(DEADLINE).plus(Duration.ofHours(24));

        JobPoll lost = at(deleted).failed(FIRST, new IOException("no route to host"));

        assertThat(((Settled) lost).outcome().again())
                .singleElement()
                .satisfies(again -> assertThat(again.history().get(0).code()).isEqualTo("JobUnanswered"));
    }

    @Test
    void ofAPageThatNobodyAnswersForTheOnesBeforeItCount() throws Exception {
        Polling late = at(Batches.NOW.plus(DEADLINE).plus(Duration.ofHours(24)));
        Asking second =
                (Asking) late.answered(FIRST, ServiceAnswers.state("{'status':'succeeded','nextLink':'?skip=20'}"));

        assertThat(late.failed(second, new IOException("no route to host")))
                .isEqualTo(late.answered(FIRST, state("succeeded")));
    }

    @Test
    void aJobThatRunsGetsItsNextTurnAsPlanned() {
        SubmittedJob later = laterAt(Batches.NOW.plusSeconds(1));

        assertThat(later.poll()).isEqualTo(1);
        // There is room for a hundred polls: as close as polls may be.
        assertThat(later.due()).isEqualTo(Batches.NOW.plusMillis(1_250));
    }

    @Test
    void theLastPollIsAtTheDeadline() {
        Instant end = Batches.NOW.plus(DEADLINE);

        assertThat(laterAt(end.minusMillis(10)).due()).isEqualTo(end);
    }

    @Test
    void aJobWhoseTurnComesTooEarlyIsNotPolled() {
        assertThat(at(Batches.NOW.plusMillis(500)).begin(JOB)).isInstanceOf(Later.class);
        assertThat(at(Batches.NOW.plusMillis(800)).begin(JOB)).isInstanceOf(Asking.class);
    }

    @Test
    void aJobAtItsDeadlineIsPolledWhateverIsPlanned() {
        Instant end = Batches.NOW.plus(DEADLINE);
        PollSchedule patient = new PollSchedule(Duration.ofHours(9), Duration.ofHours(9), any -> 1, () -> 0.5);

        assertThat(at(patient, end.minusMillis(1)).begin(JOB)).isInstanceOf(Later.class);
        assertThat(at(patient, end).begin(JOB)).isInstanceOf(Asking.class);
    }

    @Test
    void aJobWhoseResourceIsNotConfiguredWaitsUntilItsDeadlineAndIsThenSubmittedAgain() {
        SubmittedJob orphan = Batches.toSubmit(2).submitted("gone", "job-1", Batches.NOW, Batches.NOW.plusSeconds(1));

        JobPoll early = at(Batches.NOW.plusSeconds(60)).begin(orphan);
        JobPoll late = at(Batches.NOW.plus(DEADLINE)).begin(orphan);

        assertThat(((Later) early).job().due()).isEqualTo(Batches.NOW.plusSeconds(120));
        assertThat(((Settled) late).outcome().again()).singleElement().satisfies(again -> {
            assertThat(again.size()).isEqualTo(2);
            assertThat(again.history().get(0).code()).isEqualTo("ResourceUnknown");
        });
    }

    private static SubmittedJob laterAt(Instant now) {
        return ((Later) at(now).answered(FIRST, state("running"))).job();
    }

    private static Polling at(Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return at(clock, new ServiceClock(clock));
    }

    private static Polling at(PollSchedule plan, Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return at(plan, clock, new ServiceClock(clock));
    }

    private static Polling at(Clock clock, ServiceClock service) {
        return at(
                new PollSchedule(Duration.ofSeconds(1), Duration.ofSeconds(15), any -> 100, () -> 0.5), clock, service);
    }

    private static Polling at(PollSchedule plan, Clock clock, ServiceClock service) {
        return new Polling(
                plan,
                Set.of("default"),
                DEADLINE,
                new Settlement(Map.of(), Refusals.untold(), 3, Duration.ZERO, new RunCounters(), clock),
                new RunCounters(),
                clock,
                service);
    }

    private static ServiceAnswer state(String status) {
        return ServiceAnswers.state("{'status':'" + status + "'}");
    }
}
