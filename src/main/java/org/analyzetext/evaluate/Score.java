package org.analyzetext.evaluate;

/**
 * How well one class, or several, were found. As scikit-learn has it, a figure without anything to divide by is 0.
 *
 * @param precision the share of the given labels that are right
 * @param recall the share of the people's labels that were given
 * @param f1 the harmonic mean of both
 */
record Score(double precision, double recall, double f1) {
    /** Of counts: right labels, wrong ones, and those that were not given. */
    static Score of(long right, long wrong, long missed) {
        return new Score(
                ratio(right, right + wrong),
                ratio(right, right + missed),
                ratio(2 * right, 2 * right + wrong + missed));
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
