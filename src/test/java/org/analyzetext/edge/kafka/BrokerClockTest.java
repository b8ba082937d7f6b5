package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BrokerClockTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final Logger log = (Logger) LoggerFactory.getLogger(BrokerClock.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private long steadyMillis = 5_000;

    @BeforeEach
    void listen() {
        told.start();
        log.addAppender(told);
        log.setLevel(Level.INFO);
        log.setAdditive(false);
    }

    @AfterEach
    void stop() {
        log.detachAppender(told);
        log.setLevel(null);
        log.setAdditive(true);
    }

    private BrokerClock at(Instant machine) {
        return new BrokerClock(Clock.fixed(machine, ZoneOffset.UTC), () -> TimeUnit.MILLISECONDS.toNanos(steadyMillis));
    }

    @Test
    void showsTheMachinesTimeUntilABrokerTellsItsOwn() {
        BrokerClock clock = at(NOON.plus(Duration.ofHours(3)));

        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(3)));

        clock.learn(NOON.toEpochMilli(), 5_000, 5_000);
        steadyMillis += 1_500;

        assertThat(clock.instant()).isEqualTo(NOON.plusMillis(1_500));
    }

    @Test
    void isAsExactAsTheQuickestAnswer() {
        BrokerClock clock = at(NOON);

        clock.learn(NOON.toEpochMilli(), 4_000, 5_000);
        assertThat(clock.instant()).isEqualTo(NOON);

        // Appended 10 ms after it was sent and 10 ms before the answer came.
        steadyMillis = 6_000;
        clock.learn(NOON.plusMillis(1_490).toEpochMilli(), 5_980, 6_000);
        assertThat(Duration.between(NOON.plusMillis(1_500), clock.instant()).abs())
                .isLessThan(Duration.ofMillis(12));

        Instant before = clock.instant();
        clock.learn(NOON.plusMillis(900).toEpochMilli(), 5_000, 6_000);
        assertThat(clock.instant()).isEqualTo(before);
    }

    @Test
    void aMachineThatShowsAnotherTimeIsToldOnce() {
        BrokerClock clock = at(NOON.minus(Duration.ofMinutes(10)));

        clock.learn(NOON.toEpochMilli(), 5_000, 5_000);
        clock.learn(NOON.toEpochMilli(), 5_000, 5_000);

        assertThat(told.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(line.getFormattedMessage()).startsWith("the clock of this machine is PT10M behind the brokers'");
        });
    }
}
