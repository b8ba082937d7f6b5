package org.analyzetext.schedule;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;
import org.analyzetext.service.ServiceCall.Kind;

/**
 * Whose turn it is to call which resource. Times are nanoseconds of one monotonic clock. Not thread-safe: the
 * {@link CallScheduler} guards it.
 */
final class CallQueue {
    private final TreeSet<PendingCall> waiting = new TreeSet<>();

    void add(PendingCall turn) {
        waiting.add(turn);
    }

    /** Leaves without a turn. */
    void remove(PendingCall turn) {
        waiting.remove(turn);
    }

    Optional<PendingCall> first() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first());
    }

    /** Submits that wait for this resource or another one. */
    long submitsWaiting(ResourceGate gate) {
        return waiting.stream()
                .filter(turn -> turn.kind() == Kind.SUBMIT && turn.gates().contains(gate))
                .count();
    }

    /** Gives a turn to all that may call now. Returns when somebody may call next; {@link Long#MAX_VALUE} for never. */
    long grant(long now) {
        long next = Long.MAX_VALUE;
        Iterator<PendingCall> turns = waiting.iterator();
        while (turns.hasNext()) {
            PendingCall turn = turns.next();
            Optional<ResourceGate> ready = turn.gates().stream()
                    .filter(turn::fits)
                    .filter(gate -> gate.readyAt(turn.call(), now) <= now)
                    .min(Comparator.comparing(ResourceGate::isDoubtful).thenComparingDouble(gate -> gate.load(now)));
            if (ready.isPresent()) {
                ready.get().take(turn.call(), now);
                turn.grant(ready.get());
                turns.remove();
            } else {
                for (ResourceGate gate : turn.gates()) {
                    next = turn.fits(gate) ? Math.min(next, gate.readyAt(turn.call(), now)) : next;
                }
            }
        }
        return next;
    }
}
