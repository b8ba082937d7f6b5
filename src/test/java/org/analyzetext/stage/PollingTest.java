package org.analyzetext.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.analyzetext.job.Batches;
import org.analyzetext.job.JobRecord;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.PollSchedule;
import org.analyzetext.service.Answers;
import org.analyzetext.service.JobPages;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceClock;
import org.analyzetext.service.ServiceClocks;
import org.analyzetext.service.UnreadableAnswerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollingTest {
    private static final Duration DEADLINE = Duration.ofHours(2);
    private static final JobRecord JOB = Batches.submitted(25);

    @Test
    void aPollAsksForAllDocumentsAtOnce() {
        ServiceCall call = at(Batches.NOW).poll(JOB);

        assertThat(call.kind()).isEqualTo(ServiceCall.Kind.POLL);
        assertThat(call.jobId()).isEqualTo("job-1");
        assertThat(call.query()).isEqualTo(Map.of("top", 25));
        assertThat(call.body()).isNull();
    }

    @Test
    void theNextPageIsAskedForByItsNumber() {
        JobPages pages = JobPages.first("job", Answers.state("{'status':'succeeded','nextLink':'?top=3&skip=20'}"));

        assertThat(at(Batches.NOW).nextPage(JOB, pages).query()).isEqualTo(Map.of("top", 25, "skip", 20));
    }

    @ParameterizedTest
    @CsvSource({"notStarted,true", "running,true", "cancelling,true", "resting,true", "succeeded,false", "failed,false"
    })
    void aJobThatIsNotOverIsPolledAgain(String status, boolean pending) {
        assertThat(at(Batches.NOW).pending(JOB, state(status))).isEqualTo(pending);
    }

    @ParameterizedTest
    @CsvSource({"running", "resting"})
    void aJobIsGivenUpAtItsDeadline(String status) {
        assertThat(at(Batches.NOW.plus(DEADLINE).minusMillis(1)).pending(JOB, state(status)))
                .isTrue();
        assertThat(at(Batches.NOW.plus(DEADLINE)).pending(JOB, state(status))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"404,9,true", "404,10,false", "410,1,false"})
    void aJobThatIsUnknownSecondsAfterItsSubmitIsPolledAgain(int status, long seconds, boolean known) {
        Polling polling = at(Batches.NOW.plusSeconds(seconds));
        ServiceAnswer answer = Answers.of(status, "");

        assertThat(polling.known(JOB, answer)).isEqualTo(known);
        if (known) {
            assertThat(polling.pending(JOB, polling.first(JOB, answer))).isTrue();
        }
    }

    @Test
    void aJobIsNotGivenUpBecauseOurClockWasPutForward() {
        Instant forward = Batches.NOW.plus(DEADLINE).plusSeconds(3_600);
        Clock clock = Clock.fixed(forward, ZoneOffset.UTC);
        ServiceClock service = ServiceClocks.that(clock, Batches.NOW.plusSeconds(5));
        Polling polling = at(clock, service);
        String created = "{'status':'running','createdDateTime':'%s'}";

        assertThat(polling.pending(JOB, JobPages.first("job", Answers.state(created.formatted(Batches.NOW)))))
                .isTrue();
        assertThat(polling.later(JOB).due()).isAfter(forward);
        assertThat(polling.pending(
                        JOB, JobPages.first("job", Answers.state(created.formatted(Batches.NOW.minus(DEADLINE))))))
                .isFalse();
    }

    @Test
    void aJobIsPolledThoughTheClockWasPutBackBehindItsSubmit() {
        Instant back = Batches.NOW.minusSeconds(3_600);

        assertThat(at(back).worthwhile(JOB)).isTrue();
        assertThat(laterAt(back).due()).isBetween(back.plusMillis(250), back.plusSeconds(15));
    }

    @Test
    void noWaitIsLongerThanAMinute() {
        JobRecord slow = Batches.toSubmit(2).submitted("job", Batches.NOW, Batches.NOW);
        PollSchedule patient = new PollSchedule(Duration.ofHours(1), Duration.ofHours(1), any -> 1, () -> 0.5);

        assertThat(at(patient, Batches.NOW).later(slow).due()).isEqualTo(Batches.NOW.plus(Polling.LONGEST_WAIT));
    }

    @Test
    void aPageThatCantBeReadIsAskedForAgainUntilTheDeadline() {
        ServiceAnswer first = Answers.state("{'status':'succeeded','nextLink':'?skip=20'}");
        ServiceAnswer garbage = Answers.state("<html>");
        Polling before = at(Batches.NOW.plus(DEADLINE).minusMillis(1));
        Polling after = at(Batches.NOW.plus(DEADLINE));
        JobPages pages = before.first(JOB, first);

        assertThatThrownBy(() -> before.first(JOB, garbage)).isInstanceOf(UnreadableAnswerException.class);
        assertThatThrownBy(() -> before.and(JOB, pages, garbage)).isInstanceOf(UnreadableAnswerException.class);
        assertThat(after.pending(JOB, after.first(JOB, garbage))).isFalse();
        JobPages given = after.and(JOB, pages, garbage);
        assertThat(given.more()).isFalse();
        assertThat(given.answer().status()).isEqualTo("succeeded");
    }

    @Test
    void aJobThatRunsGetsItsNextTurnAsPlanned() {
        JobRecord later = laterAt(Batches.NOW.plusSeconds(1));

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
        assertThat(at(Batches.NOW.plusMillis(500)).worthwhile(JOB)).isFalse();
        assertThat(at(Batches.NOW.plusMillis(800)).worthwhile(JOB)).isTrue();
    }

    @Test
    void aJobAtItsDeadlineIsPolledWhateverIsPlanned() {
        Instant end = Batches.NOW.plus(DEADLINE);
        Polling polling = at(end);
        polling.later(JOB);

        assertThat(polling.worthwhile(JOB)).isTrue();
    }

    @Test
    void aJobWhoseResourceIsNotConfiguredWaitsUntilItsDeadlineAndIsThenSubmittedAgain() {
        JobRecord orphan = Batches.toSubmit(2).submitted("gone", "job-1", Batches.NOW, Batches.NOW.plusSeconds(1));

        assertThat(at(Batches.NOW.plusSeconds(60)).worthwhile(orphan)).isFalse();
        assertThat(at(Batches.NOW.plusSeconds(60)).unreachable(orphan)).isFalse();
        assertThat(at(Batches.NOW.plusSeconds(60)).later(orphan).due()).isEqualTo(Batches.NOW.plusSeconds(120));
        Polling late = at(Batches.NOW.plus(DEADLINE));
        assertThat(late.unreachable(orphan)).isTrue();
        assertThat(late.unreached(orphan).again()).singleElement().satisfies(again -> {
            assertThat(again.size()).isEqualTo(2);
            assertThat(again.history().get(0).code()).isEqualTo("ResourceUnknown");
        });
    }

    private static JobRecord laterAt(Instant now) {
        Polling polling = at(now);
        assertThat(polling.pending(JOB, state("running"))).isTrue();
        return polling.later(JOB);
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

    private static JobPages state(String status) {
        return JobPages.first("job", Answers.state("{'status':'" + status + "'}"));
    }
}
