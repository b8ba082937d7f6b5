package org.analyzetext.edge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an input is, or the topic of documents.
 *
 * @param name its name
 * @param documents documents in it; -1 while they are being counted
 * @param left of them, how many have not passed
 * @param waiting of them, how many are not submitted
 * @param jobs jobs that the service has
 * @param passed a number that rises by one with each document: over time it makes the rate
 * @param since when it came in; null where it has no beginning
 */
public record DocumentFlow(
        String name,
        long documents,
        long left,
        long waiting,
        long jobs,
        long passed,
        @Nullable Instant since) {}
