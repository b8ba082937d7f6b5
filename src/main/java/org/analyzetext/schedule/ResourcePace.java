package org.analyzetext.schedule;

import java.util.EnumMap;
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
    private final Quota quota;
    private final Map<Kind, TokenBucket> buckets = new EnumMap<>(Kind.class);
    private final Frequency submits = new Frequency();
    private final Frequency calls = new Frequency();

    ResourcePace(Quota quota) {
        this.quota = quota;
        TokenBucket shared = quota.pace();
        for (Kind kind : Kind.values()) {
            buckets.put(kind, quota.separate() ? quota.pace() : shared);
        }
    }

    Quota quota() {
        return quota;
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
