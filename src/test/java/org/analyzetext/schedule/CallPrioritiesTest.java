package org.analyzetext.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.analyzetext.job.Priority;
import org.analyzetext.service.KeySource;
import org.analyzetext.service.Keys;
import org.analyzetext.service.Quota;
import org.analyzetext.service.ServiceCall;

/** Which calls go first where several wait for one call that the quota has left. */
class CallPrioritiesTest {
    private static final long SECOND = 1_000_000_000L;

    private ResourceGate gate = gate(new ResourcePace(new Quota(60, 1.0, false, true)));
    private final Map<CallRank, CallLine> lines = new HashMap<>();
    private CallQueue queue = new CallQueue();
    private long number;

    private static ResourceGate gate(ResourcePace pace) {
        return new ResourceGate(
                "default",
                Keys.of(KeySource.of("key")),
                pace,
                new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30)),
                0.9,
                Duration.ofMinutes(1));
    }

    private static ServiceCall submit(Priority priority) {
        return ServiceCall.submit("default", "batch", List.of("intent"), 25, new byte[0], 1)
                .priority(priority);
    }

    private static ServiceCall poll(Priority priority) {
        return ServiceCall.poll("default", "batch", "job", 25, 0).priority(priority);
    }

    private PendingCall add(ServiceCall call, boolean backfill) {
        CallLine line = lines.computeIfAbsent(CallRank.of(call, backfill), rank -> new CallLine(rank, List.of(gate)));
        PendingCall pending = new PendingCall(call, line, number++);
        queue.add(pending);
        return pending;
    }

    /** The first of these that is granted when there is room for one more call, each of which then comes again. */
    private List<CallRank> granted(int calls, List<CallRank> always) {
        // A property is tried more than once.
        gate = gate(new ResourcePace(new Quota(60, 1.0, false, true)));
        queue = new CallQueue();
        lines.clear();
        Map<CallRank, PendingCall> waiting = new HashMap<>();
        List<CallRank> granted = new ArrayList<>();
        for (long now = 0; granted.size() < calls; now += SECOND / 10) {
            for (CallRank rank : always) {
                waiting.computeIfAbsent(rank, any -> add(call(rank), rank.name().startsWith("BACKFILL")));
            }
            queue.grant(now);
            waiting.values().removeIf(pending -> {
                if (pending.granted() != null) {
                    granted.add(pending.line().rank());
                }
                return pending.granted() != null;
            });
        }
        return granted;
    }

    private static ServiceCall call(CallRank rank) {
        return switch (rank) {
            case URGENT_POLL -> poll(Priority.URGENT);
            case POLL -> poll(Priority.NORMAL);
            case URGENT_SUBMIT, BACKFILL_URGENT -> submit(Priority.URGENT);
            case NORMAL_SUBMIT, BACKFILL_NORMAL -> submit(Priority.NORMAL);
            case BULK_SUBMIT, BACKFILL_BULK -> submit(Priority.BULK);
        };
    }

    @Example
    void urgentDocumentsGoFirstThenPollsThenNormalOnesThenBulkThenABackfill() {
        List<PendingCall> waiting = new ArrayList<>();
        for (CallRank rank : CallRank.values()) {
            waiting.add(add(call(rank), rank.name().startsWith("BACKFILL")));
        }
        Collections.reverse(waiting);
        List<CallRank> order = new ArrayList<>();
        for (long now = 0; !waiting.isEmpty(); now += SECOND / 10) {
            queue.grant(now);
            waiting.removeIf(pending ->
                    pending.granted() != null && order.add(pending.line().rank()));
        }

        assertThat(order).containsExactly(CallRank.values());
    }

    @Example
    void anUrgentSubmitOvertakesThousandsThatCameBefore() {
        for (int i = 0; i < 4_000; i++) {
            add(submit(Priority.BULK), false);
            add(poll(Priority.BULK), false);
        }
        queue.grant(0);
        PendingCall urgent = add(submit(Priority.URGENT), false);

        queue.grant(3 * SECOND / 2);

        assertThat(urgent.granted()).isEqualTo(gate);
    }

    @Example
    void whileUrgentOnesAlwaysWaitNormalOnesAndBulkGetAboutAnEighthEach() {
        List<CallRank> granted =
                granted(180, List.of(CallRank.BULK_SUBMIT, CallRank.NORMAL_SUBMIT, CallRank.URGENT_SUBMIT));

        assertThat(Collections.frequency(granted, CallRank.NORMAL_SUBMIT)).isEqualTo(20);
        assertThat(Collections.frequency(granted, CallRank.BULK_SUBMIT)).isEqualTo(20);
        assertThat(granted.subList(0, 9))
                .startsWith(Collections.nCopies(7, CallRank.URGENT_SUBMIT).toArray(CallRank[]::new))
                .endsWith(CallRank.NORMAL_SUBMIT, CallRank.BULK_SUBMIT);
    }

    /** Nothing starves: any calls that wait all the time each get one of at most ten, beside the polls of jobs paid for. */
    @Property(tries = 100)
    void whatAlwaysWaitsIsCalledAgainAndAgain(@ForAll @Size(min = 1, max = 4) List<@IntRange(max = 3) Integer> who) {
        List<CallRank> live = List.of(CallRank.URGENT_SUBMIT, CallRank.NORMAL_SUBMIT, CallRank.BULK_SUBMIT);
        List<CallRank> always =
                who.stream().filter(each -> each < 3).map(live::get).distinct().toList();
        if (always.isEmpty()) {
            return;
        }
        List<CallRank> granted = granted(200, always);

        for (CallRank rank : always) {
            for (int from = 0; from + 10 <= granted.size(); from++) {
                assertThat(granted.subList(from, from + 10)).contains(rank);
            }
        }
        if (always.contains(CallRank.URGENT_SUBMIT)) {
            assertThat(Collections.frequency(granted, CallRank.URGENT_SUBMIT)).isGreaterThanOrEqualTo(150);
        }
    }

    @Example
    void pollsOfOtherJobsAreNotOvertakenForEver() {
        List<CallRank> granted = granted(160, List.of(CallRank.POLL, CallRank.URGENT_SUBMIT));

        assertThat(Collections.frequency(granted, CallRank.POLL)).isEqualTo(20);
    }

    @Example
    void withoutPrioritiesPollsGoFirstHoweverLongSubmitsWait() {
        List<CallRank> granted = granted(100, List.of(CallRank.POLL, CallRank.NORMAL_SUBMIT));

        assertThat(granted).containsOnly(CallRank.POLL);
    }

    @Example
    void aBackfillGivesWayToTheLiveDocumentsOfOthersHoweverUrgentItsOwnAre() {
        assertThat(granted(100, List.of(CallRank.BACKFILL_URGENT, CallRank.BULK_SUBMIT)))
                .containsOnly(CallRank.BULK_SUBMIT);
    }

    /** Two pipelines, each with a resource of its own whose quotas are used up in pending. */
    @Example
    void theBulkOfOnePipelineIsNotCountedForThatOfAnother() {
        ResourceGate other = gate(new ResourcePace(new Quota(60, 1.0, false, true)));
        Map<CallRank, CallLine> mine = Map.of(
                CallRank.URGENT_SUBMIT, new CallLine(CallRank.URGENT_SUBMIT, List.of(gate)),
                CallRank.BULK_SUBMIT, new CallLine(CallRank.BULK_SUBMIT, List.of(gate)));
        Map<CallRank, CallLine> others = Map.of(
                CallRank.URGENT_SUBMIT, new CallLine(CallRank.URGENT_SUBMIT, List.of(other)),
                CallRank.BULK_SUBMIT, new CallLine(CallRank.BULK_SUBMIT, List.of(other)));
        Map<CallLine, PendingCall> waiting = new HashMap<>();
        Map<CallLine, Integer> granted = new HashMap<>();
        for (long now = 0; now < 200 * SECOND; now += SECOND / 2) {
            for (Map<CallRank, CallLine> lines : List.of(mine, others)) {
                lines.forEach((rank, line) -> waiting.computeIfAbsent(line, any -> {
                    PendingCall pending = new PendingCall(call(rank), line, number++);
                    queue.add(pending);
                    return pending;
                }));
            }
            queue.grant(now);
            waiting.entrySet().removeIf(pending -> {
                if (pending.getValue().granted() != null) {
                    granted.merge(pending.getKey(), 1, Integer::sum);
                }
                return pending.getValue().granted() != null;
            });
        }

        for (Map<CallRank, CallLine> lines : List.of(mine, others)) {
            int urgent = granted.getOrDefault(lines.get(CallRank.URGENT_SUBMIT), 0);
            int bulk = granted.getOrDefault(lines.get(CallRank.BULK_SUBMIT), 0);
            assertThat(bulk).as("of %s", granted.values()).isBetween((urgent + bulk) / 8 - 1, (urgent + bulk) / 8 + 1);
        }
    }
}
