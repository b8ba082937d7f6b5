package org.analyzetext.edge.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The times in a job record's headers, by which it waits in its topic. */
final class JobTimes {
    /** When the job is due, in ms since 1970. */
    static final String DUE = "analyze-text-due";
    /** When the record's wait in its topic is over, in ms since 1970. */
    static final String UNTIL = "analyze-text-until";

    private JobTimes() {}

    /**
     * How long a record has to wait in its topic, in ms: as long as its topic's delay; less where it is due before that, and
     * the moment more that no other topic would be short enough for; at most the longest delay of a topic. Not positive when
     * the wait is over.
     */
    static long waitMillis(Headers headers, Clock clock) {
        Instant over = instant(value(headers, UNTIL));
        Instant due = instant(value(headers, DUE));
        Instant end = DelayTier.isOver(Duration.between(over, due)) ? due : over;
        long wait = Duration.between(clock.instant(), end).toMillis();
        return Math.min(wait, DelayTier.FIFTEEN_SECONDS.delay().toMillis());
    }

    private static byte @Nullable [] value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }

    static byte[] bytes(Instant instant) {
        return Long.toString(instant.toEpochMilli()).getBytes(StandardCharsets.US_ASCII);
    }

    static Instant instant(@Nullable Object header) {
        if (!(header instanceof byte[] bytes)) {
            return Instant.EPOCH;
        }
        try {
            return Instant.ofEpochMilli(Long.parseLong(new String(bytes, StandardCharsets.US_ASCII)));
        } catch (NumberFormatException notOurs) {
            return Instant.EPOCH;
        }
    }
}
