package org.analyzetext.service;

import java.time.Duration;

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
        Duration connectTimeout, Duration responseTimeout, Duration timeToLive, int connections, int maxAnswerBytes) {}
