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
 * Which call may be made next, and to which resource: by the {@link CallRank} of a call, and among equals who came first. Times
 * are nanoseconds of one monotonic clock. Not thread-safe: the {@link CallScheduler} guards it.
 */
final class CallQueue {
    /** Those in which a call waits. */
    private final Set<CallLine> lines = new LinkedHashSet<>();

    void add(PendingCall pending) {
        pending.line().waiting().add(pending);
        lines.add(pending.line());
    }

    /** Leaves without a permit. */
    void remove(PendingCall pending) {
        CallLine line = pending.line();
        line.waiting().remove(pending);
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
                .filter(pending -> pending.kind() == Kind.SUBMIT)
                .count();
    }

    /** Permits all calls that may be made now. Returns when somebody may call next; {@link Long#MAX_VALUE} for never. */
    long grant(long now) {
        long next = Long.MAX_VALUE;
        List<Walk> walks = new ArrayList<>(lines.stream().map(Walk::new).toList());
        while (!walks.isEmpty()) {
            // Chosen anew each time: a submit that goes may let a lower priority go next.
            Walk walk = walks.stream().min(Walk.ORDER).orElseThrow();
            PendingCall pending = walk.head();
            Optional<ResourceGate> ready = pending.gates().stream()
                    .filter(pending::fits)
                    .filter(gate -> gate.readyAt(pending.call(), now) <= now)
                    .min(Comparator.comparing(ResourceGate::isDoubtful).thenComparingDouble(gate -> gate.load(now)));
            if (ready.isPresent()) {
                grant(pending, ready.get(), now);
                walk.leave();
            } else {
                for (ResourceGate gate : pending.gates()) {
                    next = pending.fits(gate) ? Math.min(next, gate.readyAt(pending.call(), now)) : next;
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

    private void grant(PendingCall pending, ResourceGate gate, long now) {
        gate.take(pending.call(), now);
        pending.grant(gate);
        lines.forEach(line -> line.granted(pending.line(), gate));
    }

    /** The calls of a line, one after another. */
    private static final class Walk {
        private static final Comparator<Walk> ORDER =
                Comparator.comparing((Walk walk) -> walk.line, CallRank.ORDER).thenComparing(Walk::head);

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
