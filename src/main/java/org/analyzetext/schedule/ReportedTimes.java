package org.analyzetext.schedule;

/**
 * Whether a resource's {@code lastUpdatedDateTime} says when a job ended. Some services move it with each GET; then every
 * job seems to end just when it is polled, however late that is, and what is learned from it grows without end. Not
 * thread-safe: the {@link PollSchedule} guards it.
 */
final class ReportedTimes {
    /** Reported durations are right to this, in milliseconds; they come in whole seconds. */
    static final double RESOLUTION = 1_000;

    /** Fewer jobs in a row that seem to have ended when they were polled are chance. */
    private static final int STREAK = 8;
    /** Polls this far apart, in milliseconds, don't all come just when a job ends. */
    private static final double SPREAD = 3 * RESOLUTION;

    private int streak;
    private double earliest = Double.POSITIVE_INFINITY;
    private double latest;

    /**
     * Notes a reported duration, all in milliseconds from the submit.
     *
     * @param from when the job was last seen running
     * @param to when it was first seen over
     * @return whether it says more than these two
     */
    boolean isBelieved(double reported, double from, double to) {
        if (reported + RESOLUTION < from || reported - RESOLUTION > to) {
            // A clock that can't be right.
            return false;
        }
        if (to - from > 2 * RESOLUTION) {
            note(reported, to);
        }
        return !move();
    }

    /** Whether the resource moves them with each GET. */
    boolean move() {
        return streak >= STREAK && latest - earliest >= SPREAD;
    }

    private void note(double reported, double to) {
        if (reported + 1.5 * RESOLUTION < to) {
            streak = 0;
            earliest = Double.POSITIVE_INFINITY;
            latest = 0;
            return;
        }
        streak++;
        earliest = Math.min(earliest, to);
        latest = Math.max(latest, to);
    }
}
