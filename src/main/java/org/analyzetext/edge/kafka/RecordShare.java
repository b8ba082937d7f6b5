package org.analyzetext.edge.kafka;

/**
 * Which part of the offsets of the jobs topics are records; the others are markers, one for each partition that a
 * transaction wrote to. Learned from what this instance writes. Thread-safe.
 */
final class RecordShare {
    /** Of so many the older half is forgotten. */
    private static final long REMEMBERED = 2_000;

    /** Before anything was written: each record has a marker of its own. */
    private long records = 1;

    private long offsets = 2;

    /** A transaction wrote records to so many partitions. */
    synchronized void wrote(long some, long partitions) {
        records += some;
        offsets += some + partitions;
        if (offsets > REMEMBERED) {
            records /= 2;
            offsets /= 2;
        }
    }

    /** How many of so many offsets of a partition are records. The group leaves the last marker unread. */
    synchronized long recordsOf(long some) {
        return some * records / offsets;
    }
}
