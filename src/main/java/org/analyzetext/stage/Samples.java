package org.analyzetext.stage;

import java.util.Arrays;

/**
 * The last durations of jobs, in milliseconds: enough for a quantile, few enough to follow a service that changes.
 * Thread-safe.
 */
final class Samples {
    private static final int KEPT = 400;

    private final double[] ring = new double[KEPT];
    private int size;
    private int next;
    private double[] sorted = {};

    static Samples of(double... durations) {
        Samples samples = new Samples();
        Arrays.stream(durations).forEach(samples::add);
        return samples;
    }

    synchronized void add(double duration) {
        ring[next] = duration;
        next = (next + 1) % KEPT;
        size = Math.min(size + 1, KEPT);
        double[] copy = Arrays.copyOf(ring, size);
        Arrays.sort(copy);
        sorted = copy;
    }

    synchronized int size() {
        return size;
    }

    private synchronized double[] sorted() {
        return sorted;
    }

    /** The duration that a job stays below with this probability; infinite where so much is not known. */
    double quantile(double probability) {
        double[] known = sorted();
        int rank = (int) Math.ceil(probability * (known.length + 1) - 1e-9);
        return rank > known.length ? Double.POSITIVE_INFINITY : known[Math.max(rank, 1) - 1];
    }

    /** The probability that a job takes longer than this; never zero. */
    double survival(double duration) {
        double[] known = sorted();
        int place = Arrays.binarySearch(known, duration);
        int shorter = place < 0 ? -place - 1 : place + 1;
        while (shorter < known.length && known[shorter] <= duration) {
            shorter++;
        }
        return (known.length + 1.0 - shorter) / (known.length + 1.0);
    }

    /** The longest duration that is known. */
    double longest() {
        double[] known = sorted();
        return known.length == 0 ? 0 : known[known.length - 1];
    }
}
