package org.analyzetext.stage;

import java.time.Duration;
import org.analyzetext.config.PropertyReader;

/**
 * What becomes of jobs that do not end well.
 *
 * @param deadline when a job that is not over counts as failed
 * @param maxAttempts how often a document is submitted at most
 * @param pause how long a document rests before each new try
 */
public record JobSettings(Duration deadline, int maxAttempts, Duration pause) {
    /** Reads {@code job.*}. */
    public static JobSettings read(PropertyReader in) {
        return new JobSettings(
                in.duration("job.deadline"), in.number("job.max-attempts", 1, 100), in.duration("job.pause"));
    }
}
