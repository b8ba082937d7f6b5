package org.analyzetext.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.analyzetext.live.RouteFlow.Passed;
import org.junit.jupiter.api.Test;

class RatesTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final Rates rates = new Rates(nanos::get);

    @Test
    void documentsAMinuteAreOfTheLastFiveMinutesAlone() {
        rates.add(Map.of(), Map.of("mails", 0L));
        after(Duration.ofMinutes(4));
        rates.add(Map.of(), Map.of("mails", 1_000L));
        after(Duration.ofMinutes(4));
        rates.add(Map.of(), Map.of("mails", 1_400L));

        assertThat(rates.perMinute("mails", 1_400)).hasValue(100);
    }

    @Test
    void rateIsUnknownBeforeThereIsSomethingToCompareWith() {
        assertThat(rates.perMinute("mails", 10)).isEmpty();

        rates.add(Map.of(), Map.of("mails", 10L));

        assertThat(rates.perMinute("mails", 10)).isEmpty();
        assertThat(rates.perMinute("other", 10)).isEmpty();
    }

    @Test
    void whatCameBackCountsAsNothingNotAsLessThanThat() {
        rates.add(Map.of(), Map.of("mails", 500L));
        after(Duration.ofSeconds(30));

        assertThat(rates.perMinute("mails", 400)).hasValue(0);
    }

    @Test
    void lastMinuteOfARouteLeavesOutWhatPassedBefore() {
        rates.add(Map.of("submit", new Passed(10, 1)), Map.of());
        after(Duration.ofSeconds(50));
        rates.add(Map.of("submit", new Passed(17, 1)), Map.of());
        after(Duration.ofSeconds(30));

        assertThat(rates.lastMinute("submit", new Passed(20, 3))).isEqualTo(new Passed(3, 2));
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
