package org.analyzetext.edge.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time at the brokers, which all instances share: learned from the times at which they append what is written, and
 * carried on by a monotonic clock. So waits in topics don't depend on the clocks of machines, and no broker
 * refuses a timestamp. Until something was learned it is the machine's time. Thread-safe.
 */
final class BrokerClock extends Clock {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerClock.class);
    /** A difference that is no chance. */
    private static final Duration OFF = Duration.ofSeconds(10);

    private final Clock machine;
    private final LongSupplier nanos;
    /** What the brokers' time in ms is ahead of {@link #nanos}. */
    private volatile long ahead;

    private volatile boolean known;
    private boolean reported;

    /**
     * The time at the brokers.
     *
     * @param machine the clock of this machine
     * @param nanos a monotonic clock
     */
    public BrokerClock(Clock machine, LongSupplier nanos) {
        this.machine = machine;
        this.nanos = nanos;
    }

    @Override
    public Instant instant() {
        return known ? Instant.ofEpochMilli(ahead + steady()) : machine.instant();
    }

    /** Now, in ms of a monotonic clock. */
    long steady() {
        return nanos.getAsLong() / 1_000_000;
    }

    /**
     * A broker has appended something.
     *
     * @param appended when, in ms since 1970 by its clock
     * @param sent a {@link #steady} time before that
     * @param answered one after it
     */
    synchronized void learn(long appended, long sent, long answered) {
        long least = appended - answered;
        long most = appended - sent + 1;
        ahead = known ? Math.max(least, Math.min(ahead, most)) : least;
        known = true;
        Duration off = Duration.between(instant(), machine.instant());
        boolean isOff = off.abs().compareTo(OFF) > 0;
        if (isOff && !reported) {
            LOG.warn(
                    "the clock of this machine is {} {} the brokers'. Nothing goes wrong by that, because jobs go by the"
                            + " brokers' time, but logs and files show another one; set it right",
                    Duration.ofSeconds(off.abs().toSeconds()),
                    off.isNegative() ? "behind" : "ahead of");
        } else if (reported && !isOff) {
            LOG.info("the clock of this machine shows the brokers' time again");
        }
        reported = isOff;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the brokers' time has no zone");
    }
}
