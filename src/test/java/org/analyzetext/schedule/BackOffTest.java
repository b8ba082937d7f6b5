package org.analyzetext.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BackOffTest {
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30));

    @Property
    void waitsDoubleUpToTheLongestWithAFifthOfJitter(@ForAll @IntRange(min = 1, max = 10_000) int repeat) {
        long expected = (long) Math.min(30_000, 500 * Math.pow(2, repeat - 1));

        Duration wait = BACK_OFF.before(repeat, null);

        assertThat(wait.toMillis()).isBetween(expected, expected + expected / 5);
    }

    @Property
    void theServicesWordIsKept(
            @ForAll @IntRange(min = 1, max = 100) int repeat, @ForAll @LongRange(min = 1, max = 3_600) long seconds) {
        Duration wait = BACK_OFF.before(repeat, Duration.ofSeconds(seconds));

        assertThat(wait).isBetween(Duration.ofSeconds(seconds), Duration.ofMillis(seconds * 1_200));
    }

    @Example
    void aServiceThatAsksForNoWaitIsNotCalledWithoutRest() {
        assertThat(BACK_OFF.before(1, Duration.ZERO)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Example
    void noWaitCanBeSet() {
        assertThat(new BackOff(Duration.ZERO, Duration.ZERO).before(7, null)).isZero();
    }
}
