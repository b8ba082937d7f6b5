package org.analyzetext.spending;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.job.BatchLimits;
import org.jspecify.annotations.Nullable;

/**
 * How much may be spent.
 *
 * @param perDay text records in a day; 0 for no limit
 * @param perMonth text records in a month; 0 for no limit
 * @param zone where a day and a month begin
 * @param pauseFile while this file is there nothing is submitted; null for no such switch
 */
public record SpendingLimits(
        long perDay, long perMonth, ZoneId zone, @Nullable Path pauseFile) {
    /** Nothing is counted, and nothing pauses. */
    public static final SpendingLimits NONE = new SpendingLimits(0, 0, ZoneOffset.UTC, null);

    /**
     * Reads {@code spending.*} and {@code pause-file}.
     *
     * @param batch what fits in a job
     * @param tasks how many tasks a document may be asked of
     */
    public static SpendingLimits read(PropertyReader in, BatchLimits batch, int tasks) {
        int perDay = in.number("spending.per-day", 0, Integer.MAX_VALUE);
        int perMonth = in.number("spending.per-month", 0, Integer.MAX_VALUE);
        // Each document can begin a thousand of its own.
        long largest = (batch.maxCharacters() / 1_000L + batch.maxDocuments()) * tasks;
        for (String name : List.of("spending.per-day", "spending.per-month")) {
            int limit = name.endsWith("day") ? perDay : perMonth;
            if (limit > 0 && limit < largest) {
                in.mistake(
                        name,
                        "is " + limit + ", but one batch can have " + largest
                                + " text records and would wait forever: raise it, or lower"
                                + " analyze-text.batch.max-characters and analyze-text.batch.max-documents");
            }
        }
        String pause = in.text("pause-file");
        return new SpendingLimits(
                perDay, perMonth, in.zone("spending.zone"), pause.isEmpty() ? null : in.folder("pause-file"));
    }

    /** Whether text records have to be counted at all. */
    public boolean any() {
        return perDay > 0 || perMonth > 0;
    }
}
