package org.analyzetext.schedule;

import java.time.Duration;
import org.analyzetext.config.PropertyReader;

/**
 * When jobs are polled.
 *
 * @param first when a job is polled first while nothing is known of such jobs
 * @param longest the longest distance between polls of a job that takes longer than all that are known
 */
public record PollSettings(Duration first, Duration longest) {
    /** Reads {@code poll.first-poll} and {@code poll.longest}. */
    public static PollSettings read(PropertyReader in) {
        return new PollSettings(in.duration("poll.first-poll"), in.duration("poll.longest"));
    }
}
