package org.analyzetext.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.analyzetext.service.KeySource;
import org.analyzetext.service.Keys;
import org.analyzetext.service.Quota;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceCall.Kind;

class CallQueueTest {
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30));
    private static final Keys KEYS = Keys.of(KeySource.of("key"));
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private final ResourceGate lane = lane("a", 60);
    private final CallQueue queue = new CallQueue();
    private long number;

    /** Arrivals in any pattern: gaps of up to a minute, each with a burst. */
    @Property(tries = 200)
    void noMinuteHasMoreCallsThanTheQuota(
            @ForAll @IntRange(min = 1, max = 2_000) int quota,
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 0, max = 60_000) Integer> gaps,
            @ForAll @IntRange(min = 1, max = 2_000) int burst) {
        ResourceGate any = lane("a", quota);
        Deque<Long> minute = new ArrayDeque<>();
        long now = 0;
        for (int gap : gaps) {
            now += gap * 1_000_000L;
            for (int i = 0; i < burst; i++) {
                now = any.readyAt(Kind.SUBMIT, now);
                any.take(Kind.SUBMIT, now);
                minute.addLast(now);
                while (minute.getFirst() <= now - MINUTE) {
                    minute.removeFirst();
                }
                assertThat(minute.size()).isLessThanOrEqualTo(quota);
            }
        }
    }

    @Property(tries = 50)
    void aBusyMinuteUsesTheQuotaButForAFewInAHundred(@ForAll @IntRange(min = 100, max = 5_000) int quota) {
        ResourceGate any = lane("a", quota);
        int granted = 0;
        // Polled after every 5 ms: a machine is never quite in time.
        for (long now = 0; now < 10 * MINUTE; now += SECOND / 200) {
            while (any.readyAt(Kind.SUBMIT, now) <= now) {
                any.take(Kind.SUBMIT, now);
                granted++;
            }
        }
        assertThat(granted).isBetween((int) (quota * 10 * 0.97), quota * 10);
    }

    @Example
    void pollsGoBeforeLiveDocumentsAndThoseBeforeABackfill() {
        PendingCall backfill = call(submitCall(), true, lane);
        PendingCall live = submit();
        PendingCall poll = poll("a");

        assertThat(order(backfill, live, poll)).containsExactly(poll, live, backfill);
    }

    @Example
    void equalsGoInTheOrderInWhichTheyCame() {
        PendingCall first = poll("a");
        PendingCall second = poll("a");
        PendingCall third = poll("a");

        assertThat(order(third, first, second)).containsExactly(first, second, third);
    }

    @Example
    void nobodyCallsWhileTheServiceAskedForAWait() {
        lane.pause(Kind.SUBMIT, 0, Duration.ofSeconds(30));
        PendingCall poll = poll("a");
        queue.add(poll);

        assertThat(queue.grant(0)).isEqualTo(30 * SECOND);
        queue.grant(30 * SECOND - 1);
        assertThat(poll.granted()).isNull();
        queue.grant(30 * SECOND);
        assertThat(poll.granted()).isEqualTo(lane);
    }

    @Example
    void aWaitForSubmitsLeavesPollsAloneWhereTheyAreCountedApart() {
        ResourceGate apart = new ResourceGate(
                "a", KEYS, new ResourcePace(new Quota(60, 1.0, true, true)), BACK_OFF, 0.9, Duration.ofMinutes(1));
        apart.pause(Kind.SUBMIT, 0, Duration.ofSeconds(30));

        assertThat(apart.readyAt(Kind.SUBMIT, 0)).isEqualTo(30 * SECOND);
        assertThat(apart.readyAt(Kind.POLL, 0)).isZero();
    }

    @Example
    void aShareIsAPartOfTheQuota() {
        ResourceGate third = new ResourceGate(
                "a", KEYS, new ResourcePace(new Quota(60, 0.5, false, true)), BACK_OFF, 0.9, Duration.ofMinutes(1));
        third.take(Kind.SUBMIT, 0);

        assertThat(third.readyAt(Kind.SUBMIT, 0)).isBetween(2 * SECOND, 21 * SECOND / 10);
    }

    @Example
    void aShareOfTheWorkOfAGroupIsAPartOfTheQuota() {
        ResourcePace pace = new ResourcePace(new Quota(600, null, false, true));
        assertThat(pace.callsPerMinute()).isEqualTo(600);

        pace.share("films", new ResourcePace.Share(0.5, 0.25), 0);
        assertThat(pace.callsPerMinute()).isEqualTo(225);
        assertThat(pace.of(Kind.POLL).perSecond() * 60).isBetween(220.0, 225.0);

        // The mean of all pipelines: those of the other instances add up to the whole with it.
        pace.share("mails", new ResourcePace.Share(1, 0.75), 0);
        assertThat(pace.callsPerMinute()).isEqualTo(375);
    }

    @Example
    void countedApartSubmitsAndPollsHaveSharesOfTheirOwn() {
        ResourcePace pace = new ResourcePace(new Quota(600, null, true, true));
        pace.share("films", new ResourcePace.Share(0.5, 0.25), 0);

        assertThat(pace.of(Kind.SUBMIT).perSecond() * 60).isBetween(290.0, 300.0);
        assertThat(pace.of(Kind.POLL).perSecond() * 60).isBetween(145.0, 150.0);
        assertThat(pace.callsPerMinute()).isEqualTo(450);
    }

    @Example
    void aConfiguredShareStays() {
        ResourcePace pace = new ResourcePace(new Quota(600, 0.5, false, true));
        pace.share("films", new ResourcePace.Share(0.1, 0.1), 0);

        assertThat(pace.callsPerMinute()).isEqualTo(300);
        assertThat(pace.of(Kind.POLL).perSecond() * 60).isBetween(295.0, 300.0);
    }

    @Example
    void whoHasNoPartOfTheWorkMayStillCallNowAndThen() {
        ResourcePace pace = new ResourcePace(new Quota(600, null, false, true));
        pace.share("films", new ResourcePace.Share(0, 0), 0);
        pace.take(Kind.POLL, 0);

        assertThat(pace.of(Kind.POLL).readyAt(0)).isBetween(9 * SECOND, 11 * SECOND);
    }

    @Example
    void withoutPacingAShareChangesNothing() {
        ResourcePace pace = new ResourcePace(new Quota(60, null, false, false));
        pace.share("films", new ResourcePace.Share(0.1, 0.1), 0);
        IntStream.range(0, 1_000).forEach(i -> pace.take(Kind.SUBMIT, 0));

        assertThat(pace.of(Kind.SUBMIT).readyAt(0)).isZero();
    }

    @Property(tries = 50)
    void howeverTheSharesMoveInstancesKeepToTheQuotaTogether(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 6) Integer> partitions) {
        List<ResourcePace> instances = Stream.generate(() -> new ResourcePace(new Quota(600, null, false, true)))
                .limit(2)
                .toList();
        int calls = 0;
        long now = 0;
        for (int first : partitions) {
            instances.get(0).share("films", new ResourcePace.Share(first / 6.0, first / 6.0), now);
            instances.get(1).share("films", new ResourcePace.Share(1 - first / 6.0, 1 - first / 6.0), now);
            for (long end = now + 10 * SECOND; now < end; now += SECOND / 100) {
                for (ResourcePace pace : instances) {
                    if (pace.of(Kind.POLL).readyAt(now) <= now) {
                        pace.take(Kind.POLL, now);
                        calls++;
                    }
                }
            }
        }
        // Ten calls a second, and what each may make up for or has as its least part.
        assertThat(calls).isBetween(99 * partitions.size() - 20, 102 * partitions.size() + 8);
    }

    @Example
    void withoutAQuotaOnlyTheServicesWordCounts() {
        ResourceGate free = new ResourceGate(
                "a", KEYS, new ResourcePace(new Quota(60, 1.0, false, false)), BACK_OFF, 0.9, Duration.ofMinutes(1));
        IntStream.range(0, 1_000).forEach(i -> free.take(Kind.SUBMIT, 0));
        assertThat(free.readyAt(Kind.SUBMIT, 0)).isZero();

        Duration wait = free.throttled(Kind.SUBMIT, 0, Duration.ofSeconds(7), false);
        assertThat(free.readyAt(Kind.POLL, 0)).isEqualTo(wait.toNanos()).isGreaterThanOrEqualTo(7 * SECOND);
    }

    @Example
    void aResourceThatThrottlesInSpiteOfThePaceIsCalledMoreSlowlyForAWhile() {
        double before = lane.pollsForEachJob(0, 0.01);
        lane.throttled(Kind.POLL, 0, Duration.ofSeconds(1), false);
        lane.throttled(Kind.POLL, 1, Duration.ofSeconds(1), false);

        assertThat(lane.pollsForEachJob(1, 0.01))
                .as("two answers of one moment count once")
                .isBetween(before * 0.89, before * 0.91);
        lane.readyAt(Kind.POLL, 60 * SECOND);
        assertThat(lane.pollsForEachJob(60 * SECOND, 0.01)).isEqualTo(before);
    }

    @Example
    void afterFailuresInARowOneCallAtATimeTriesWhetherTheServiceIsBack() {
        ResourceGate fast = lane("a", 1_000_000);
        for (int failure = 1; failure <= 5; failure++) {
            assertThat(fast.readyAt(Kind.POLL, SECOND)).isEqualTo(SECOND);
            fast.take(Kind.POLL, SECOND);
            fast.failed(Kind.POLL, SECOND);
        }
        long trial = fast.readyAt(Kind.POLL, SECOND);
        assertThat(trial).isBetween(SECOND + SECOND / 2, SECOND + 6 * SECOND / 10);
        fast.take(Kind.POLL, trial);
        assertThat(fast.readyAt(Kind.SUBMIT, trial + SECOND))
                .as("while one tries")
                .isGreaterThan(trial + 10 * SECOND);

        fast.failed(Kind.POLL, trial + SECOND);
        assertThat(fast.readyAt(Kind.SUBMIT, trial + SECOND)).isBetween(trial + 2 * SECOND, trial + 22 * SECOND / 10);
        fast.take(Kind.POLL, trial + 3 * SECOND);
        assertThat(fast.answered(Kind.POLL)).isTrue();
        assertThat(fast.readyAt(Kind.SUBMIT, trial + 3 * SECOND)).isEqualTo(trial + 3 * SECOND);
    }

    @Example
    void throttlingIsNoFailure() {
        ResourceGate fast = lane("a", 1_000_000);
        for (int i = 0; i < 20; i++) {
            fast.take(Kind.POLL, i * SECOND);
            fast.throttled(Kind.POLL, i * SECOND, Duration.ZERO, false);
        }
        assertThat(fast.readyAt(Kind.POLL, 60 * SECOND)).isEqualTo(60 * SECOND);
    }

    @Example
    void aSubmitGoesWhereItIsFreeFirstAndAPollWhereItsJobIs() {
        ResourceGate other = lane("b", 60);
        CallQueue both = new CallQueue();
        lane.pause(Kind.SUBMIT, 0, Duration.ofSeconds(30));
        PendingCall submit = submit(lane, other);
        PendingCall poll = poll("a");
        both.add(submit);
        both.add(poll);

        both.grant(0);

        assertThat(submit.granted()).isEqualTo(other);
        assertThat(poll.granted()).isNull();
    }

    @Example
    void submitsSpreadByTheQuotas() {
        ResourceGate small = lane("small", 200);
        ResourceGate large = lane("large", 600);
        CallQueue both = new CallQueue();
        int onLarge = 0;
        int all = 0;
        for (long now = 0; now < MINUTE; now += SECOND / 2) {
            PendingCall submit = submit(small, large);
            both.add(submit);
            both.grant(now);
            all++;
            onLarge += submit.granted() == large ? 1 : 0;
        }
        assertThat(onLarge).isBetween(all * 70 / 100, all * 80 / 100);
    }

    @Example
    void pipelinesThatShareAResourceShareItsPaceAndPollsOfOneGoBeforeSubmitsOfTheOther() {
        ResourcePace pace = new ResourcePace(new Quota(60, 1.0, false, true));
        ResourceGate films = gate("default", pace);
        ResourceGate mails = gate("default", pace);
        PendingCall first = call(submitCall(), false, films);
        PendingCall submit = call(submitCall(), false, films);
        PendingCall poll = call(ServiceCall.poll("default", "batch", "job", 25, 0), false, mails);
        queue.add(first);
        queue.grant(0);
        queue.add(submit);
        queue.add(poll);

        queue.grant(SECOND / 2);
        assertThat(poll.granted()).isNull();
        queue.grant(3 * SECOND / 2);

        assertThat(poll.granted()).isEqualTo(mails);
        assertThat(submit.granted()).isNull();
        queue.grant(3 * SECOND);
        assertThat(submit.granted()).isEqualTo(films);
    }

    private static ResourceGate gate(String name, ResourcePace pace) {
        return new ResourceGate(name, KEYS, pace, BACK_OFF, 0.9, Duration.ofMinutes(1));
    }

    private List<PendingCall> order(PendingCall... waiting) {
        List<PendingCall> order = new ArrayList<>();
        for (PendingCall pending : waiting) {
            queue.add(pending);
        }
        for (long now = 0; now < 10 * SECOND; now += SECOND / 10) {
            queue.grant(now);
            for (PendingCall pending : waiting) {
                if (pending.granted() != null && !order.contains(pending)) {
                    order.add(pending);
                }
            }
        }
        return order;
    }

    private static ResourceGate lane(String name, int quota) {
        return new ResourceGate(
                name, KEYS, new ResourcePace(new Quota(quota, 1.0, false, true)), BACK_OFF, 0.9, Duration.ofMinutes(1));
    }

    private PendingCall submit(ResourceGate... lanes) {
        return lanes.length == 0 ? call(submitCall(), false, lane) : call(submitCall(), false, lanes);
    }

    private PendingCall call(ServiceCall call, boolean backfill, ResourceGate... gates) {
        return new PendingCall(call, new CallLine(CallRank.of(call, backfill), List.of(gates)), number++);
    }

    private static ServiceCall submitCall() {
        return ServiceCall.submit("a", "batch", List.of("intent"), 1, new byte[0], 1);
    }

    private PendingCall poll(String resource) {
        return call(ServiceCall.poll(resource, "batch", "job", 25, 0), false, lane);
    }
}
