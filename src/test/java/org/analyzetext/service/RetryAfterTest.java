package org.analyzetext.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "' 30 ',30", "3600,3600"})
    void secondsAreTaken(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aDateIsTheWaitUntilThen() {
        assertThat(RetryAfter.parse("Sun, 01 Mar 2026 12:00:42 GMT", NOW)).isEqualTo(Duration.ofSeconds(42));
    }

    @Test
    void aDateThatIsOverIsNoWait() {
        assertThat(RetryAfter.parse("Sun, 01 Mar 2026 11:00:00 GMT", NOW)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999", "Sun, 01 Mar 2099 12:00:00 GMT"})
    void aWaitThatNobodyMeansIsAYear(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(Duration.ofDays(366));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "soon", "-5", "1.5", "99999999999999999999999", "2026-03-01T12:00:42Z", "٣"})
    void whatCantBeUnderstoodCountsAsNotSaid(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isNull();
    }
}
