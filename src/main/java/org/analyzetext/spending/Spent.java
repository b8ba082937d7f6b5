package org.analyzetext.spending;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * What was counted up to now.
 *
 * @param day the day that it is of
 * @param dayRecords text records of that day
 * @param monthRecords text records of that day's month
 */
public record Spent(LocalDate day, long dayRecords, long monthRecords) {
    /** Nothing yet. */
    public static Spent nothing(LocalDate day) {
        return new Spent(day, 0, 0);
    }

    /** The same seen from another day; from an earlier one it stays, so that a clock put back frees nothing. */
    public Spent on(LocalDate today) {
        if (!today.isAfter(day)) {
            return this;
        }
        return new Spent(today, 0, isSameMonth(today) ? monthRecords : 0);
    }

    /** With so many more text records on that day. */
    public Spent plus(LocalDate today, long records) {
        Spent now = on(today);
        return new Spent(now.day, now.dayRecords + records, now.monthRecords + records);
    }

    /** Without text records that were counted on that day and not spent. */
    public Spent minus(LocalDate counted, long records) {
        return new Spent(
                day,
                counted.equals(day) ? dayRecords - records : dayRecords,
                isSameMonth(counted) ? monthRecords - records : monthRecords);
    }

    private boolean isSameMonth(LocalDate other) {
        return YearMonth.from(other).equals(YearMonth.from(day));
    }
}
