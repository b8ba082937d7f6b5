package org.analyzetext.edge.files;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.analyzetext.job.Batch;
import org.analyzetext.job.JobRecord;
import org.jspecify.annotations.Nullable;

/**
 * The name of a batch's file, which gives its state together with the folder that it lies in:
 * {@code <batch>.<attempt>.json}, or {@code <batch>.<attempt>.<due in ms since 1970>.<poll>.json} where it must not be
 * touched before a time.
 *
 * @param batch the batch's number in its input, six digits, with {@code -1} or {@code -2} for each halving, or
 *     {@code -p} and the number of the part of its one document
 * @param attempt which try, from 1
 * @param due not before; null means at once
 * @param poll how often the job was polled
 */
record BatchFile(String batch, int attempt, @Nullable Instant due, int poll) {
    private static final Pattern NAME =
            Pattern.compile("(\\d{6,9}(?:(?:-[12])*|-p\\d{1,6}))\\.(\\d{1,6})(?:\\.(\\d{1,15})\\.(\\d{1,9}))?\\.json");

    /** The name of the file that holds this record, within its input. */
    static BatchFile of(JobRecord batch) {
        return new BatchFile(
                batch.name().substring(batch.name().lastIndexOf('/') + 1), batch.attempt(), batch.due(), batch.poll());
    }

    /** Reads a name; empty if it is none of ours. */
    static Optional<BatchFile> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Instant due = matcher.group(3) == null ? null : Instant.ofEpochMilli(Long.parseLong(matcher.group(3)));
        int poll = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
        return Optional.of(new BatchFile(matcher.group(1), Integer.parseInt(matcher.group(2)), due, poll));
    }

    /** The number of the batch in its input, from 1; the same for its halves. */
    long number() {
        int dash = batch.indexOf('-');
        return Long.parseLong(dash < 0 ? batch : batch.substring(0, dash));
    }

    /** The name without time, for files without a due time. */
    String timeless() {
        return batch + "." + attempt + ".json";
    }

    /** The file's name. */
    String name() {
        return due == null ? timeless() : batch + "." + attempt + "." + due.toEpochMilli() + "." + poll + ".json";
    }

    /**
     * Whether this file may be touched at {@code now}.
     *
     * @param longestWait no wait is longer: what is due later was written before the clock was put back
     */
    boolean dueBy(Instant now, Duration longestWait) {
        return due == null || isDue(due, now, longestWait);
    }

    static boolean isDue(Instant due, Instant now, Duration longestWait) {
        return !due.isAfter(now) || due.isAfter(now.plus(longestWait));
    }

    /** Whether both are of the same batch, not of a part of it. */
    boolean sameBatch(BatchFile other) {
        return batch.equals(other.batch);
    }

    /** Whether both are the same try of the same batch. */
    boolean sameTry(BatchFile other) {
        return sameBatch(other) && attempt == other.attempt;
    }

    /** A half of the batch, 1 or 2, as {@link Batch#halves()} names it. */
    BatchFile half(int number) {
        return new BatchFile(batch + "-" + number, attempt, null, 0);
    }

    /** Whether the other is this try or can only have come of it: a later try of the batch, or of a part of it. */
    boolean ledTo(BatchFile other) {
        return (other.batch.equals(batch) || other.batch.startsWith(batch + "-")) && other.attempt >= attempt;
    }
}
