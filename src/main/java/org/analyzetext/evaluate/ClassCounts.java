package org.analyzetext.evaluate;

/** What became of one class's labels. */
final class ClassCounts {
    private long right;
    private long wrong;
    private long missed;

    void add(boolean given, boolean wanted) {
        right += given && wanted ? 1 : 0;
        wrong += given && !wanted ? 1 : 0;
        missed += !given && wanted ? 1 : 0;
    }

    /** Given, and a person's label too. */
    long right() {
        return right;
    }

    /** Given, but no person's label. */
    long wrong() {
        return wrong;
    }

    /** A person's label, but not given. */
    long missed() {
        return missed;
    }

    /** How often people gave the class. */
    long support() {
        return right + missed;
    }

    Score score() {
        return Score.of(right, wrong, missed);
    }
}
