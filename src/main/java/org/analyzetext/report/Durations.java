package org.analyzetext.report;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** Durations in steps of five percent, so that a million take as little room as a hundred. */
final class Durations {
    private static final double STEP = Math.log(1.05);

    private final SortedMap<Integer, Long> steps = new TreeMap<>();
    private long count;
    private Duration longest = Duration.ZERO;

    /** Adds a duration; one below zero, of clocks that disagree, counts as zero. */
    void add(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        steps.merge((int) Math.floor(Math.log(millis + 1.0) / STEP), 1L, Long::sum);
        count++;
        longest = longest.toMillis() < millis ? Duration.ofMillis(millis) : longest;
    }

    long count() {
        return count;
    }

    Duration longest() {
        return longest;
    }

    /** What this share of the durations is at most, 0 to 1. */
    Duration quantile(double share) {
        long wanted = (long) Math.ceil(share * count);
        long seen = 0;
        for (var step : steps.entrySet()) {
            seen += step.getValue();
            if (seen >= wanted) {
                long most = (long) Math.expm1((step.getKey() + 1) * STEP);
                return Duration.ofMillis(Math.min(most, longest.toMillis()));
            }
        }
        return longest;
    }

    /** In words: 0.4 s, 12 s, 3 min, 2.5 h. */
    static String text(Duration duration) {
        double seconds = duration.toMillis() / 1e3;
        if (seconds < 10) {
            return String.format(java.util.Locale.ROOT, "%.1f s", seconds);
        }
        if (seconds < 120) {
            return String.format(java.util.Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 7_200
                ? String.format(java.util.Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(java.util.Locale.ROOT, "%.1f h", seconds / 3_600);
    }
}
