package org.analyzetext.service;

import org.analyzetext.service.ServiceCall.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How many calls a resource allows this process.
 *
 * @param requestsPerMinute what the service grants the resource
 * @param share the part of it that is this process's, above 0 and up to 1; null where it follows from what the process
 *     has of the work of its group, and is the whole where it has no group
 * @param separate whether submits and polls are counted apart, each up to the whole
 * @param enabled whether calls are paced at all; the service's own waits are kept either way
 */
public record Quota(int requestsPerMinute, @Nullable Double share, boolean separate, boolean enabled) {
    /** How the calls of one bucket are paced. */
    public TokenBucket pace() {
        return enabled ? TokenBucket.within(perMinute(initialShare())) : TokenBucket.unlimited();
    }

    /** The part of the quota that is this process's, as long as nothing is known of others. */
    public double initialShare() {
        return share == null ? 1 : share;
    }

    /** The calls a minute of one bucket that are a part of the quota. */
    public double perMinute(double part) {
        return requestsPerMinute * part;
    }

    /** The same of all buckets. */
    public double callsPerMinute(double part) {
        return perMinute(part) * (separate ? 2 : 1);
    }

    /**
     * How many polls for each job the quota leaves room for.
     *
     * @param calls the calls a second of the bucket that polls are counted in
     * @param submits the submits a second
     */
    public double pollsForEachJob(double calls, double submits) {
        double kept = calls * KEPT_FREE_BELOW;
        return (separate ? kept : kept - submits) / submits;
    }

    /** The part of the calls that is planned with; the rest is a reserve. */
    private static final double KEPT_FREE_BELOW = 0.9;

    /** Whether both kinds are counted in one bucket. */
    boolean counts(Kind one, Kind other) {
        return one == other || !separate;
    }
}
