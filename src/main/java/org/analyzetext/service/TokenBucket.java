package org.analyzetext.service;

/**
 * A token bucket with a small burst: in any minute it lets through less than the quota by one in a hundred, so that
 * calls which the network pushes together stay within it too. After throttling it goes more slowly for a while. Times
 * are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class TokenBucket {
    private static final double MINUTE = 60e9;
    private static final double SECOND = 1e9;
    /** Calls that may be made up for after the process was late, for each this many of the quota. */
    private static final double QUOTA_FOR_EACH_BURST = 250;
    /** How much of the full pace comes back in a second. */
    private static final double RECOVERY = 0.0025;

    private static final double SLOWEST = 0.05;

    private double perNano;
    private double burst;
    private double factor = 1;
    private double tokens = 1;
    private long refilledAt;
    private long pausedUntil = Long.MIN_VALUE;

    private TokenBucket(double perMinute) {
        allow(perMinute);
    }

    /** Stays within so many calls a minute, however the minute is counted. */
    static TokenBucket within(double perMinute) {
        return new TokenBucket(perMinute);
    }

    static TokenBucket unlimited() {
        return new TokenBucket(Double.POSITIVE_INFINITY);
    }

    /** Another quota from now on. */
    public void within(long now, double perMinute) {
        refill(now);
        if (perNano != Double.POSITIVE_INFINITY) {
            allow(perMinute);
            tokens = Math.min(burst, tokens);
        }
    }

    private void allow(double perMinute) {
        boolean limited = perMinute != Double.POSITIVE_INFINITY;
        burst = limited ? 1 + Math.floor(perMinute / QUOTA_FOR_EACH_BURST) : 1;
        perNano = (perMinute * 0.99 - (burst - 1)) / MINUTE;
    }

    /** When the next call may be made; {@code now} if at once. */
    public long readyAt(long now) {
        refill(now);
        long missing = tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / (perNano * factor));
        return Math.max(now + missing, pausedUntil);
    }

    /** A call is made. */
    public void take(long now) {
        refill(now);
        tokens -= 1;
    }

    private void refill(long now) {
        long elapsed = now - refilledAt;
        refilledAt = now;
        if (perNano == Double.POSITIVE_INFINITY) {
            tokens = burst;
        } else if (elapsed > 0) {
            tokens = Math.min(burst, tokens + elapsed * perNano * factor);
            factor = Math.min(1, factor + elapsed / SECOND * RECOVERY);
        }
    }

    /** The service asked for a wait. */
    public void pause(long until) {
        pausedUntil = Math.max(pausedUntil, until);
    }

    /** The service was asked too often in spite of the pace: others may be calling it. */
    public void slowDown(long now, double to) {
        refill(now);
        if (now >= pausedUntil) {
            factor = Math.max(SLOWEST, factor * to);
        }
    }

    /** Whether it goes at its full pace, and no wait was asked for. */
    public boolean isFull(long now) {
        refill(now);
        return now >= pausedUntil && (factor >= 1 || perNano == Double.POSITIVE_INFINITY);
    }

    /** For how long calls have to wait, because the service asked for it. */
    public long pauseAfter(long now) {
        return pausedUntil > now ? pausedUntil - now : 0;
    }

    /** Calls a second, as things are. */
    public double perSecond() {
        return perNano * factor * SECOND;
    }
}
