package org.analyzetext.spending;

import java.nio.file.Path;
import java.time.ZoneId;
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
    /** Whether text records have to be counted at all. */
    public boolean any() {
        return perDay > 0 || perMonth > 0;
    }
}
