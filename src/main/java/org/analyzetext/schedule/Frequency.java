package org.analyzetext.schedule;

/** How often something happens, the last quarter of a minute counting most. Nanoseconds in. Not thread-safe. */
final class Frequency {
    private static final double MEMORY = 15e9;

    private double perMemory;
    private long at;

    void count(long now) {
        perMemory = at(now) + 1;
        at = now;
    }

    private double at(long now) {
        return perMemory * Math.exp(-(now - at) / MEMORY);
    }

    double perSecond(long now) {
        return at(now) / (MEMORY / 1e9);
    }
}
