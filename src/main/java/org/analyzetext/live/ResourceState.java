package org.analyzetext.live;

import org.jspecify.annotations.Nullable;

/**
 * How a resource of the service fares.
 *
 * @param name its name
 * @param used the part of its quota that is used, from 0 to about 1
 * @param pace calls a minute that are made at most now
 * @param quota calls a minute that it allows; infinite where calls are not paced
 * @param waitLeft for how many seconds more it asked not to be called
 * @param problem why no documents flow to it; null while they do
 */
record ResourceState(
        String name,
        double used,
        double pace,
        double quota,
        double waitLeft,
        @Nullable String problem) {
    /** A pace that is back is not quite the quota for a moment. */
    private static final double FULL = 0.98;

    private static final double USED_UP = 0.9;

    /** Whether documents could go faster without something that stands in the reason. */
    boolean isSlowed() {
        return problem != null || waitLeft >= 1 || pace < FULL * quota || used >= USED_UP;
    }

    /** What limits the calls now, in a sentence without its full stop. */
    String reason() {
        if (problem != null) {
            return problem;
        }
        if (waitLeft >= 1) {
            return "throttled (429): the service asked for a wait of %,.0f s more".formatted(waitLeft);
        }
        if (pace < FULL * quota) {
            return "slowed down after throttling to %,.0f of %,.0f calls a minute; the full pace comes back by itself"
                    .formatted(pace, quota);
        }
        if (used >= USED_UP) {
            return "the quota of %,.0f calls a minute is used up: a larger one, or a second resource, is faster"
                    .formatted(quota);
        }
        return "the quota does not slow it down";
    }
}
