package org.analyzetext.edge;

import java.time.Instant;

/**
 * How far an input is.
 *
 * @param name its name
 * @param documents documents in it; -1 while it is being cut
 * @param batches batches in all
 * @param open batches without an answer yet
 * @param inFlight batches that the service has
 * @param receivedAt when it was taken
 */
public record InputProgress(String name, long documents, long batches, long open, long inFlight, Instant receivedAt) {
    /** Documents that are cut and not submitted yet, counted by full batches. */
    public long waiting() {
        long free = Math.max(0, open - inFlight);
        return batches == 0 ? 0 : Math.round((double) documents * Math.min(free, batches) / batches);
    }
}
