package org.analyzetext.spending;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether batches are submitted, and what is counted.
 *
 * @param state whether they are, or why not
 * @param today text records counted today; 0 where no limit is set
 * @param thisMonth text records counted this month; 0 where no limit is set
 * @param until when submits continue on their own; null where it is going on, or unknown
 * @param reason why nothing is submitted, in plain words; null while batches are submitted
 */
public record SpendingStatus(
        State state,
        long today,
        long thisMonth,
        @Nullable Instant until,
        @Nullable String reason) {
    /** Whether batches are submitted. */
    public enum State {
        OPEN,
        /** The pause file is there. */
        PAUSED,
        /** The next batch would exceed the limit of the day. */
        DAY_REACHED,
        /** The next batch would exceed the limit of the month. */
        MONTH_REACHED
    }
}
