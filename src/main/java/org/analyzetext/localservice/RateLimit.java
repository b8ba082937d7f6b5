package org.analyzetext.localservice;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * At most so many requests in any minute. Stricter than a counter that starts anew each minute, so whoever keeps to it
 * keeps to both. Thread-safe.
 */
final class RateLimit {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** The times of the last requests let in, as a ring. */
    private final Instant[] recent;

    private int next;

    RateLimit(int requestsPerMinute) {
        recent = new Instant[requestsPerMinute];
    }

    /** Lets a request in, or gives how long to wait until one would be. */
    synchronized Optional<Duration> take(Instant now) {
        Instant oldest = recent[next];
        if (oldest != null && oldest.plus(WINDOW).isAfter(now)) {
            return Optional.of(Duration.between(now, oldest.plus(WINDOW)));
        }
        recent[next] = now;
        next = (next + 1) % recent.length;
        return Optional.empty();
    }
}
