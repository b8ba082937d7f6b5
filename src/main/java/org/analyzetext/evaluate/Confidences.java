package org.analyzetext.evaluate;

import java.util.ArrayList;
import java.util.List;

/** The confidence of right and of wrong answers, in hundredths. */
final class Confidences {
    private static final int STEPS = 100;

    private final long[] right = new long[STEPS + 1];
    private final long[] wrong = new long[STEPS + 1];

    /**
     * What a review of every document below a confidence would bring.
     *
     * @param below the confidence
     * @param reviewed the share of the documents that a person would look at
     * @param found the share of the wrong documents that are among them
     * @param rest the share of the others that are right
     */
    record Review(double below, double reviewed, double found, double rest) {}

    /** Adds a document. */
    void add(double confidence, boolean isRight) {
        int step = (int) Math.max(0, Math.min(STEPS, Math.floor(confidence * STEPS + 1e-9)));
        (isRight ? right : wrong)[step]++;
    }

    /** Documents with a confidence from {@code from} to below {@code from + width}, in hundredths. */
    long count(boolean isRight, int from, int width) {
        long count = 0;
        for (int step = from; step < from + width || (step == STEPS && from + width == STEPS); step++) {
            count += (isRight ? right : wrong)[step];
        }
        return count;
    }

    /** For each so many hundredths, and for 1. */
    List<Review> reviews(int width) {
        List<Review> reviews = new ArrayList<>();
        long all = sum(right, STEPS + 1) + sum(wrong, STEPS + 1);
        for (int below = width; below <= STEPS; below += width) {
            long rightBelow = sum(right, below);
            long wrongBelow = sum(wrong, below);
            long rest = all - rightBelow - wrongBelow;
            reviews.add(new Review(
                    below / (double) STEPS,
                    share(rightBelow + wrongBelow, all),
                    share(wrongBelow, sum(wrong, STEPS + 1)),
                    rest == 0 ? 1 : share(sum(right, STEPS + 1) - rightBelow, rest)));
        }
        return reviews;
    }

    private static long sum(long[] counts, int end) {
        long sum = 0;
        for (int step = 0; step < end; step++) {
            sum += counts[step];
        }
        return sum;
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
