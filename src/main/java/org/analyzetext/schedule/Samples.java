package org.analyzetext.schedule;

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
        // The place that becomes free: a new one at the end, or that of the oldest.
        int free = size < KEPT ? size : Arrays.binarySearch(sorted, ring[next]);
        ring[next] = duration;
        next = (next + 1) % KEPT;
        size = Math.min(size + 1, KEPT);
        double[] copy = Arrays.copyOf(sorted, size);
        int found = Arrays.binarySearch(sorted, duration);
        int place = found < 0 ? -found - 1 : found;
        if (place > free) {
            place--;
            System.arraycopy(sorted, free + 1, copy, free, place - free);
        } else {
            System.arraycopy(sorted, place, copy, place + 1, free - place);
        }
        copy[place] = duration;
        sorted = copy;
    }

    synchronized int size() {
        return size;
    }

    private synchronized double[] sorted() {
        return sorted;
    }

    /**
     * The duration that a job stays below with this probability; infinite where so much is not known. Between two known
     * durations all are equally likely: else a few would leave long gaps without a poll.
     */
    double quantile(double probability) {
        double[] known = sorted();
        double rank = probability * (known.length + 1);
        if (rank > known.length + 1e-9) {
            return Double.POSITIVE_INFINITY;
        }
        int below = Math.max(1, Math.min((int) rank, known.length));
        double above = known[Math.min(below, known.length - 1)];
        return known[below - 1] + Math.max(0, rank - below) * (above - known[below - 1]);
    }

    /** The probability that a job takes longer than this; never zero. */
    double survival(double duration) {
        double[] known = sorted();
        int shorter = 0;
        for (int end = known.length; shorter < end; ) {
            int middle = (shorter + end) >>> 1;
            if (known[middle] <= duration) {
                shorter = middle + 1;
            } else {
                end = middle;
            }
        }
        double rank = shorter;
        if (shorter > 0 && shorter < known.length) {
            rank += (duration - known[shorter - 1]) / (known[shorter] - known[shorter - 1]);
        }
        return (known.length + 1.0 - rank) / (known.length + 1.0);
    }

    /** The longest duration that is known. */
    double longest() {
        double[] known = sorted();
        return known.length == 0 ? 0 : known[known.length - 1];
    }
}
