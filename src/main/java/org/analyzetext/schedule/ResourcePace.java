package org.analyzetext.schedule;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.analyzetext.service.Quota;
import org.analyzetext.service.ServiceCall.Kind;
import org.analyzetext.service.TokenBucket;

/**
 * How often a resource is called, by all pipelines that call it together. Times are nanoseconds of one monotonic clock.
 * Not thread-safe: the {@link CallBudget} guards it.
 */
final class ResourcePace {
    /** The least part of the quota: who has no part of the work may still have to end some. */
    private static final double LEAST = 0.01;

    private final Quota quota;
    private final Map<Kind, TokenBucket> buckets = new EnumMap<>(Kind.class);
    /** What the pipelines that call the resource have of the work of their groups. */
    private final Map<Object, Share> shares = new HashMap<>();

    private final Frequency submits = new Frequency();
    private final Frequency calls = new Frequency();

    ResourcePace(Quota quota) {
        this.quota = quota;
        TokenBucket shared = quota.pace();
        for (Kind kind : Kind.values()) {
            buckets.put(kind, quota.separate() ? quota.pace() : shared);
        }
    }

    /** What a pipeline of this process has of the work of all instances of its group; each part from 0 to 1. */
    record Share(double submits, double polls) {
        private double of(Kind kind, boolean separate) {
            if (!separate) {
                // A job takes a submit and little more than a poll.
                return (submits + polls) / 2;
            }
            return kind == Kind.SUBMIT ? submits : polls;
        }
    }

    Quota quota() {
        return quota;
    }

    /**
     * A pipeline has another share of the work, and so of the quota, unless the configuration says its share. The shares
     * of all instances add up to the whole: of several pipelines in this process, each with a group of its own, the mean
     * counts.
     */
    void share(Object pipeline, Share share, long now) {
        shares.put(pipeline, share);
        if (quota.share() == null) {
            for (Kind kind : Kind.values()) {
                of(kind).within(now, quota.perMinute(share(kind)));
            }
        }
    }

    private double share(Kind kind) {
        return quota.share() != null || shares.isEmpty()
                ? quota.initialShare()
                : Math.max(
                        LEAST,
                        shares.values().stream()
                                .mapToDouble(share -> share.of(kind, quota.separate()))
                                .average()
                                .orElseThrow());
    }

    /** The part of the quota that is this process's. */
    double share() {
        return quota.separate() ? (share(Kind.SUBMIT) + share(Kind.POLL)) / 2 : share(Kind.SUBMIT);
    }

    /** The calls a minute that this process may make, in all buckets. */
    double callsPerMinute() {
        return quota.callsPerMinute(share());
    }

    TokenBucket of(Kind kind) {
        return Objects.requireNonNull(buckets.get(kind));
    }

    /** A call of this kind is made. */
    void take(Kind kind, long now) {
        of(kind).take(now);
        calls.count(now);
        if (kind == Kind.SUBMIT) {
            submits.count(now);
        }
    }

    double callsPerSecond(long now) {
        return calls.perSecond(now);
    }

    double submitsPerSecond(long now) {
        return submits.perSecond(now);
    }

    /** Whether all calls go at their full pace. */
    boolean isFull(long now) {
        return buckets.values().stream().allMatch(bucket -> bucket.isFull(now));
    }

    /** For how long some call has to wait, because the service asked for it; in nanoseconds. */
    long pauseAfter(long now) {
        return buckets.values().stream()
                .mapToLong(bucket -> bucket.pauseAfter(now))
                .max()
                .orElse(0);
    }
}
