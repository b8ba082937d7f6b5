package org.analyzetext.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What time it is at the service, by the {@code Date} of its last answer. Thread-safe. */
public final class ServiceClock {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceClock.class);
    /** Dates are whole seconds, and answers take a while. */
    private static final Duration TOLERATED = Duration.ofSeconds(30);

    private final Clock clock;
    private volatile Duration ahead = Duration.ZERO;
    private boolean off;

    /** Compares with this clock, and is this clock until the service has answered. */
    public ServiceClock(Clock clock) {
        this.clock = clock;
    }

    /** Notes the {@code Date} of an answer; one that is missing or can't be read changes nothing. */
    public void heard(@Nullable String date) {
        if (date == null) {
            return;
        }
        try {
            Instant now = clock.instant();
            Instant there = ZonedDateTime.parse(date.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            ahead = Duration.between(now, there);
        } catch (DateTimeParseException unreadable) {
            return;
        }
        report();
    }

    private synchronized void report() {
        boolean now = ahead.abs().compareTo(TOLERATED) > 0;
        if (now && !off) {
            LOG.warn(
                    "this machine's clock is {} s {} the service's: put it right. Deadlines of jobs go by the service's"
                            + " times, other waits may be wrong until then",
                    ahead.abs().toSeconds(),
                    ahead.isNegative() ? "ahead of" : "behind");
        } else if (!now && off) {
            LOG.info("this machine's clock agrees with the service's again");
        }
        off = now;
    }

    /** The time at the service. */
    public Instant instant() {
        return clock.instant().plus(ahead);
    }
}
