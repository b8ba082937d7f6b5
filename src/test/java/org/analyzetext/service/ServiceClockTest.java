package org.analyzetext.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.analyzetext.CapturedLog;
import org.analyzetext.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceClockTest {
    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final ServiceClock service = new ServiceClock(clock);

    @Test
    void aClockThatIsOffIsToldOnceAndWhenItIsRightAgain() {
        try (CapturedLog log = CapturedLog.of(ServiceClock.class)) {
            service.heard("Sun, 01 Mar 2026 09:00:00 GMT");
            service.heard("Sun, 01 Mar 2026 09:00:01 GMT");
            service.heard("Sun, 01 Mar 2026 12:00:02 GMT");

            assertThat(log.lines())
                    .satisfiesExactly(
                            off -> assertThat(off).startsWith("this machine's clock is 10800 s ahead of the service's"),
                            right -> assertThat(right).contains("agrees with the service's again"));
        }
    }

    @Test
    void aSecondOrTwoAreNotTold() {
        try (CapturedLog log = CapturedLog.of(ServiceClock.class)) {
            service.heard("Sun, 01 Mar 2026 11:59:58 GMT");

            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-03-01T09:00:00Z"})
    void aDateThatCantBeReadChangesNothing(String date) {
        service.heard(date);

        assertThat(service.instant()).isEqualTo(clock.instant());
    }
}
