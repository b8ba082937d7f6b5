package org.analyzetext.localservice;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long something takes, at random. The text forms that {@link #parse} reads stand with each shape; durations are
 * written {@code 250ms}, {@code 2s}, {@code 5m}, {@code 1h} or as ISO 8601.
 */
@FunctionalInterface
public interface DurationDistribution {
    /**
     * Draws a duration, never negative.
     *
     * @param documents how many documents there are
     */
    Duration sample(RandomGenerator random, int documents);

    /** Reads a distribution's text form, or says what is wrong with it. */
    static DurationDistribution parse(String text) {
        return DurationText.distribution(text);
    }

    /** Always the same: {@code 2s} or {@code fixed 2s}. */
    static DurationDistribution fixed(Duration duration) {
        return (random, documents) -> duration;
    }

    /** Anything between two: {@code uniform 1s 5s}. */
    static DurationDistribution uniform(Duration least, Duration most) {
        long span = most.minus(least).toNanos();
        if (span < 0) {
            throw new IllegalArgumentException("uniform: " + least + " is more than " + most);
        }
        return (random, documents) -> least.plusNanos((long) (random.nextDouble() * span));
    }

    /** Log-normal, by its median and its 99th percentile: {@code log-normal 6s 30s}. */
    static DurationDistribution logNormal(Duration median, Duration p99) {
        if (median.isNegative() || median.isZero() || p99.compareTo(median) < 0) {
            throw new IllegalArgumentException(
                    "log-normal: the median " + median + " must be above zero and at most the 99th percentile " + p99);
        }
        double normalP99 = 2.3263478740408408;
        double sigma = Math.log((double) p99.toNanos() / median.toNanos()) / normalP99;
        return (random, documents) ->
                Duration.ofNanos((long) (median.toNanos() * Math.exp(sigma * random.nextGaussian())));
    }

    /** A part for the job and a part for each document: {@code per-document 1s 200ms}. */
    static DurationDistribution perDocument(Duration job, Duration document) {
        return (random, documents) -> job.plus(document.multipliedBy(documents));
    }

    /** One of several by their weights: {@code 95% log-normal 6s 30s | 5% fixed 2m}. */
    static DurationDistribution mixture(List<Weighted> parts) {
        double total = parts.stream().mapToDouble(Weighted::weight).sum();
        if (!(total > 0)) {
            throw new IllegalArgumentException("a mixture's weights must add up to more than zero");
        }
        List<Weighted> copy = List.copyOf(parts);
        return (random, documents) -> {
            double left = random.nextDouble() * total;
            for (Weighted part : copy) {
                left -= part.weight();
                if (left < 0) {
                    return part.distribution().sample(random, documents);
                }
            }
            return copy.get(copy.size() - 1).distribution().sample(random, documents);
        };
    }

    /**
     * A part of a mixture.
     *
     * @param weight its weight among the others, 0 or more
     * @param distribution the part
     */
    record Weighted(double weight, DurationDistribution distribution) {
        public Weighted {
            if (!(weight >= 0)) {
                throw new IllegalArgumentException("weight " + weight + " is negative");
            }
        }
    }
}
