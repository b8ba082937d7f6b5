package org.analyzetext.live;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The last warnings and errors of the log; a line that repeats is kept once. Thread-safe. */
public final class RecentWarnings {
    private static final int MOST = 20;
    private static final int LONGEST = 2_000;

    private final Deque<Warning> warnings = new ArrayDeque<>();

    /**
     * A line of the log.
     *
     * @param time when it was logged, the last time
     * @param times how often in a row
     */
    record Warning(Instant time, String level, String message, long times) {}

    /** Adds a line. */
    public synchronized void add(Instant time, String level, String message) {
        String kept = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
        Warning last = warnings.peekLast();
        long times = 1;
        if (last != null && last.message().equals(kept)) {
            warnings.removeLast();
            times = last.times() + 1;
        }
        warnings.addLast(new Warning(time, level, kept, times));
        if (warnings.size() > MOST) {
            warnings.removeFirst();
        }
    }

    /** The latest first. */
    synchronized List<Warning> latest() {
        List<Warning> latest = new ArrayList<>(warnings);
        Collections.reverse(latest);
        return latest;
    }
}
