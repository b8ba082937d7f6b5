package org.analyzetext;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved. Thread-safe. */
public final class MovableClock extends Clock {
    private volatile Instant now;

    /** Stands at a time with microseconds, as the service writes them. */
    public MovableClock() {
        this(Instant.parse("2026-03-01T12:00:00.123456Z"));
    }

    public MovableClock(Instant start) {
        now = start;
    }

    public void move(Duration by) {
        set(now.plus(by));
    }

    public void set(Instant time) {
        now = time;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
