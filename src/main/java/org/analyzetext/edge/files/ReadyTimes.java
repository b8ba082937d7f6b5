package org.analyzetext.edge.files;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.analyzetext.edge.files.StateFilter.State;

/**
 * When the next file of each state is ready in the work folder, as far as this process knows: it writes nearly all of
 * them itself, so no route has to scan thousands of inputs for nothing. Thread-safe.
 */
final class ReadyTimes {
    private final Map<State, List<Watch>> watches = new EnumMap<>(State.class);

    ReadyTimes() {
        for (State state : State.values()) {
            watches.put(state, new CopyOnWriteArrayList<>());
        }
    }

    /** What one of the routes that scan for files of a state knows. At first any may be ready: a process may have left it. */
    static final class Watch {
        private Instant next = Instant.MIN;

        /** A file is ready, or will be at that time. */
        synchronized void ready(Instant time) {
            next = next.isBefore(time) ? next : time;
        }

        /** A file may be ready now. */
        void ready() {
            ready(Instant.MIN);
        }

        /** Forgets what was ready, because a scan looks for it now. */
        synchronized void scanned() {
            next = Instant.MAX;
        }

        /** When the next file is ready. */
        synchronized Instant next() {
            return next;
        }
    }

    /** For a route that scans for files of this state: it forgets by itself what its scan looks for. */
    Watch watch(State state) {
        Watch watch = new Watch();
        of(state).add(watch);
        return watch;
    }

    /** A file of this state is ready, or will be at that time. */
    void ready(State state, Instant time) {
        of(state).forEach(watch -> watch.ready(time));
    }

    /** A file of this state may be ready now. */
    void ready(State state) {
        ready(state, Instant.MIN);
    }

    private List<Watch> of(State state) {
        return watches.getOrDefault(state, List.of());
    }
}
