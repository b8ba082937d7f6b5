package org.analyzetext.service;

import java.time.Duration;
import org.analyzetext.config.PropertyReader;

/**
 * The bounds of a call.
 *
 * @param connectTimeout until the connection stands
 * @param responseTimeout from the call to the last byte of its answer
 * @param timeToLive how long a connection is used again; below the idle time-out of the service
 * @param connections how many at once
 * @param maxAnswerBytes the longest body that is read, after decompression
 */
public record HttpLimits(
        Duration connectTimeout, Duration responseTimeout, Duration timeToLive, int connections, int maxAnswerBytes) {
    /** Longer than any honest answer: 25 documents with 200 classes each, from ten tasks, are 3 MB. */
    private static final int MAX_ANSWER_BYTES = 8 << 20;
    /** Below the idle time-outs of common gateways. */
    private static final Duration CONNECTION_LIFE = Duration.ofSeconds(50);

    /** Reads {@code call.connect-timeout} and {@code call.response-timeout}, for so many callers at once. */
    public static HttpLimits read(PropertyReader in, int callers) {
        return new HttpLimits(
                in.duration("call.connect-timeout"),
                in.duration("call.response-timeout"),
                CONNECTION_LIFE,
                callers,
                MAX_ANSWER_BYTES);
    }

    /** How long a call can take at most. */
    public Duration longestCall() {
        return connectTimeout.plus(responseTimeout);
    }
}
