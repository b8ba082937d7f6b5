package org.analyzetext.service;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.analyzetext.service.ServiceCall.Kind;

/**
 * Whose turn it is to call which resource. Times are nanoseconds of one monotonic clock. Not thread-safe: the
 * {@link Budget} guards it.
 */
final class Turns {
    private final List<Lane> lanes;
    private final TreeSet<Turn> waiting = new TreeSet<>();

    Turns(Collection<Lane> lanes) {
        this.lanes = List.copyOf(lanes);
    }

    void add(Turn turn) {
        waiting.add(turn);
    }

    /** Leaves without a turn. */
    void remove(Turn turn) {
        waiting.remove(turn);
    }

    Optional<Turn> first() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first());
    }

    /** Submits that wait. */
    long submitsWaiting() {
        return waiting.stream().filter(turn -> turn.kind() == Kind.SUBMIT).count();
    }

    /** Gives a turn to all that may call now. Returns when somebody may call next; {@link Long#MAX_VALUE} for never. */
    long grant(long now) {
        long next = Long.MAX_VALUE;
        Iterator<Turn> turns = waiting.iterator();
        while (turns.hasNext()) {
            Turn turn = turns.next();
            Optional<Lane> ready = lanes.stream()
                    .filter(turn::fits)
                    .filter(lane -> lane.readyAt(turn.call(), now) <= now)
                    .min(Comparator.comparing(Lane::isDoubtful).thenComparingDouble(lane -> lane.load(now)));
            if (ready.isPresent()) {
                ready.get().take(turn.call(), now);
                turn.grant(ready.get());
                turns.remove();
            } else {
                for (Lane lane : lanes) {
                    next = turn.fits(lane) ? Math.min(next, lane.readyAt(turn.call(), now)) : next;
                }
            }
        }
        return next;
    }
}
