package org.analyzetext.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time from which and up to which records count.
 *
 * @param from the first moment that counts; null for the beginning
 * @param to the first moment that does not count any more; null for the end
 */
public record Window(@Nullable Instant from, @Nullable Instant to) {
    /** Everything. */
    public static final Window ALL = new Window(null, null);

    /** Whether a moment counts. */
    public boolean contains(Instant moment) {
        return (from == null || !moment.isBefore(from)) && (to == null || moment.isBefore(to));
    }
}
