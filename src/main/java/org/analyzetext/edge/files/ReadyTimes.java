package org.analyzetext.edge.files;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.analyzetext.edge.files.StateFilter.State;

/**
 * When the next file of each state is ready in the work folder, as far as this process knows: it writes nearly all of
 * them itself, so no route has to scan thousands of inputs for nothing. Thread-safe.
 */
final class ReadyTimes {
    private final Map<State, Instant> next = new EnumMap<>(State.class);

    /** At first anything may be ready: a process before this one may have left it. */
    public ReadyTimes() {
        for (State state : State.values()) {
            next.put(state, Instant.MIN);
        }
    }

    /** A file of this state is ready, or will be at that time. */
    synchronized void ready(State state, Instant time) {
        next.merge(state, time, (one, other) -> one.isBefore(other) ? one : other);
    }

    /** A file of this state may be ready now. */
    void ready(State state) {
        ready(state, Instant.MIN);
    }

    /** Forgets what was ready, because a scan looks for it now. */
    synchronized void scanned(State state) {
        next.put(state, Instant.MAX);
    }

    /** When the next file of this state is ready. */
    synchronized Instant next(State state) {
        return next.getOrDefault(state, Instant.MIN);
    }
}
