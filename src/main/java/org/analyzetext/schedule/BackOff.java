package org.analyzetext.schedule;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a call is made again: doubling from the shortest to the longest, with up to a fifth of jitter, and a second;
 * never less than the service asked for.
 *
 * @param shortest the wait before the first repeat
 * @param longest the wait that is never exceeded but on the service's own word
 */
public record BackOff(Duration shortest, Duration longest) {
    private static final long MOST_JITTER = 1_000;

    /** The wait before repeat number {@code repeat}, from 1: as the service asked, but never below the shortest. */
    public Duration before(int repeat, @Nullable Duration retryAfter) {
        long doubled = shortest.toMillis() << Math.min(repeat - 1, 20);
        long wait = Math.min(doubled, longest.toMillis());
        if (retryAfter != null) {
            wait = Math.max(retryAfter.toMillis(), shortest.toMillis());
        }
        return Duration.ofMillis(wait + ThreadLocalRandom.current().nextLong(Math.min(wait / 5, MOST_JITTER) + 1));
    }
}
