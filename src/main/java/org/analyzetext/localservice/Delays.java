package org.analyzetext.localservice;

import java.time.Duration;
import java.util.Arrays;

/** A collection of delays, kept in milliseconds. Thread-safe. */
final class Delays {
    private int[] millis = new int[1024];
    private int size;

    Delays() {}

    synchronized void add(Duration delay) {
        if (size == millis.length) {
            millis = Arrays.copyOf(millis, 2 * size);
        }
        millis[size++] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, delay.toMillis()));
    }

    synchronized void clear() {
        size = 0;
    }

    public synchronized int count() {
        return size;
    }

    /** The delay that so large a share (0 to 1) of all delays does not exceed; zero where there are none. */
    public synchronized Duration quantile(double share) {
        if (size == 0) {
            return Duration.ZERO;
        }
        int[] sorted = Arrays.copyOf(millis, size);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(share * size) - 1;
        return Duration.ofMillis(sorted[Math.max(0, Math.min(size - 1, index))]);
    }
}
