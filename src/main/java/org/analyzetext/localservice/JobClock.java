package org.analyzetext.localservice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of the jobs: another clock's, running so many times faster, and movable forward. Thread-safe. */
final class JobClock extends Clock {
    private final Clock base;
    private final Instant start;
    private final double speed;
    private volatile Duration ahead = Duration.ZERO;

    JobClock(Clock base, double speed) {
        this.base = base;
        this.start = base.instant();
        this.speed = speed;
    }

    synchronized void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        Instant now = base.instant();
        if (speed != 1) {
            now = start.plusNanos((long) (Duration.between(start, now).toNanos() * speed));
        }
        return now.plus(ahead);
    }

    /** Microseconds since 1970. */
    long micros() {
        Instant now = instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return base.withZone(zone);
    }
}
