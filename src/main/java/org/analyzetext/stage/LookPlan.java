package org.analyzetext.stage;

import java.time.Duration;

/**
 * When to look at a job: the first time soon, then at growing distances.
 *
 * @param first from the submit to the first look
 * @param longest the longest distance between two looks
 */
public record LookPlan(Duration first, Duration longest) {
    private static final double GROWTH = 1.5;

    /** The wait before a look, numbered from 0. */
    public Duration before(int look) {
        double wait = first.toMillis() * Math.pow(GROWTH, look);
        double most = (double) Math.max(longest.toMillis(), first.toMillis());
        return Duration.ofMillis((long) Math.min(wait, most));
    }
}
