package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTimesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "500, 200, 200", // due before the shortest delay is over
        "500, 600, 600", // a moment more than a delay
        "2000, 7000, 2000", // hops on
        "-3000, -3000, -3000", // late
        "500, -100, -100" // overdue
    })
    void recordWaitsForItsTopicsDelayUnlessItIsDueBefore(long until, long due, long wait) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(JobTimes.UNTIL, header(until));
        headers.add(JobTimes.DUE, header(due));

        assertThat(JobTimes.waitMillis(headers, Clock.fixed(NOW, ZoneOffset.UTC)))
                .isEqualTo(wait);
    }

    private static byte[] header(long fromNow) {
        return Long.toString(NOW.plusMillis(fromNow).toEpochMilli()).getBytes(StandardCharsets.US_ASCII);
    }
}
