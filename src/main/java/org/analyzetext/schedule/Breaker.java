package org.analyzetext.schedule;

import java.time.Duration;

/**
 * Stops calls to a resource that fails: after some failures in a row only one call at a time tries whether it is back,
 * each later than the one before. Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
final class Breaker {
    private final int threshold;
    private final BackOff backOff;
    /** After which a trial without a report counts as lost. */
    private final Duration lease;

    private int failures;
    private long notBefore;

    Breaker(int threshold, BackOff backOff, Duration lease) {
        this.threshold = threshold;
        this.backOff = backOff;
        this.lease = lease;
    }

    boolean isOpen() {
        return failures >= threshold;
    }

    /** Whether the last call failed. */
    boolean hasFailed() {
        return failures > 0;
    }

    /** When the next call may be made. */
    long readyAt(long now) {
        return isOpen() ? Math.max(now, notBefore) : now;
    }

    /** A call is made; while open it is the trial, and no other call follows before it is reported. */
    void take(long now) {
        if (isOpen()) {
            notBefore = now + lease.toNanos();
        }
    }

    /** A call failed. Returns whether the breaker opens by that. */
    boolean failed(long now) {
        boolean wasOpen = isOpen();
        failures = Math.min(failures + 1, threshold + 30);
        if (isOpen()) {
            notBefore = now + backOff.before(failures - threshold + 1, null).toNanos();
        }
        return isOpen() && !wasOpen;
    }

    /** A call was answered. Returns whether the breaker closes by that. */
    boolean answered() {
        boolean wasOpen = isOpen();
        failures = 0;
        return wasOpen;
    }

    /** Something was fixed: the next call need not wait. */
    void tryNow() {
        notBefore = Long.MIN_VALUE;
    }
}
