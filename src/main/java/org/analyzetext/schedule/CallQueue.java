package org.analyzetext.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.analyzetext.service.ServiceCall.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to call which resource: by the {@link CallRight} of a call, and among equals who came first. Times are nanoseconds of one monotonic clock. Not thread-safe: the
 * {@link CallScheduler} guards it.
 */
final class CallQueue {
    /** Those in which a call waits. */
    private final Set<CallLine> lines = new LinkedHashSet<>();

    void add(PendingCall turn) {
        turn.line().waiting().add(turn);
        lines.add(turn.line());
    }

    /** Leaves without a turn. */
    void remove(PendingCall turn) {
        CallLine line = turn.line();
        line.waiting().remove(turn);
        if (line.waiting().isEmpty()) {
            lines.remove(line);
        }
    }

    Optional<PendingCall> first() {
        return lines.stream().map(Walk::new).min(Walk.ORDER).map(Walk::head);
    }

    /** Submits that wait for this resource or another one. */
    long submitsWaiting(ResourceGate gate) {
        return lines.stream()
                .filter(line -> line.gates().contains(gate))
                .flatMap(line -> line.waiting().stream())
                .filter(turn -> turn.kind() == Kind.SUBMIT)
                .count();
    }

    /** Gives a turn to all that may call now. Returns when somebody may call next; {@link Long#MAX_VALUE} for never. */
    long grant(long now) {
        long next = Long.MAX_VALUE;
        List<Walk> walks = new ArrayList<>(lines.stream().map(Walk::new).toList());
        while (!walks.isEmpty()) {
            // Chosen anew each time: a submit that goes may make it the turn of a lower priority.
            Walk walk = walks.stream().min(Walk.ORDER).orElseThrow();
            PendingCall turn = walk.head();
            Optional<ResourceGate> ready = turn.gates().stream()
                    .filter(turn::fits)
                    .filter(gate -> gate.readyAt(turn.call(), now) <= now)
                    .min(Comparator.comparing(ResourceGate::isDoubtful).thenComparingDouble(gate -> gate.load(now)));
            if (ready.isPresent()) {
                grant(turn, ready.get(), now);
                walk.leave();
            } else {
                for (ResourceGate gate : turn.gates()) {
                    next = turn.fits(gate) ? Math.min(next, gate.readyAt(turn.call(), now)) : next;
                }
            }
            walk.advance();
            if (walk.isOver()) {
                walks.remove(walk);
            }
        }
        lines.removeIf(line -> line.waiting().isEmpty());
        return next;
    }

    private void grant(PendingCall turn, ResourceGate gate, long now) {
        gate.take(turn.call(), now);
        turn.grant(gate);
        lines.forEach(line -> line.granted(turn.line(), gate));
    }

    /** The calls of a line, one after another. */
    private static final class Walk {
        private static final Comparator<Walk> ORDER =
                Comparator.comparing((Walk walk) -> walk.line, CallRight.ORDER).thenComparing(Walk::head);

        private final CallLine line;
        private final Iterator<PendingCall> calls;
        private @Nullable PendingCall head;

        Walk(CallLine line) {
            this.line = line;
            this.calls = line.waiting().iterator();
            advance();
        }

        PendingCall head() {
            return Objects.requireNonNull(head);
        }

        boolean isOver() {
            return head == null;
        }

        void advance() {
            head = calls.hasNext() ? calls.next() : null;
        }

        /** The call at the head waits no longer. */
        void leave() {
            calls.remove();
        }
    }
}
