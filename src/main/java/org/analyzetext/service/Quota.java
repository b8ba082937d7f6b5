package org.analyzetext.service;

import org.analyzetext.service.ServiceCall.Kind;

/**
 * How many calls a resource allows this process.
 *
 * @param requestsPerMinute what the service grants the resource
 * @param share the part of it that is this process's, above 0 and up to 1
 * @param separate whether submits and polls are counted apart, each up to the whole
 * @param enabled whether calls are paced at all; the service's own waits are kept either way
 */
public record Quota(int requestsPerMinute, double share, boolean separate, boolean enabled) {
    /** The calls a minute that this process may make, in all its buckets. */
    public double callsPerMinute() {
        return requestsPerMinute * share * (separate ? 2 : 1);
    }

    /** How the calls of one bucket are paced. */
    public TokenBucket pace() {
        return enabled ? TokenBucket.within(requestsPerMinute * share) : TokenBucket.unlimited();
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
