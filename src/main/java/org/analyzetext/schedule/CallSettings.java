package org.analyzetext.schedule;

import java.time.Duration;
import org.analyzetext.config.PropertyReader;

/**
 * When calls may be made.
 *
 * @param backOff the waits between repeats of a call
 * @param giveBack how long a call is repeated before its batch goes back to the queue
 * @param backfill whether live documents of other pipelines go first
 * @param cancelTime how long a stop cancels jobs in flight, where it does
 */
public record CallSettings(BackOff backOff, Duration giveBack, boolean backfill, Duration cancelTime) {
    /** Reads {@code call.*}, {@code quota.backfill} and {@code shutdown.cancel-time}. */
    public static CallSettings read(PropertyReader in) {
        return new CallSettings(
                new BackOff(in.duration("call.shortest-wait"), in.duration("call.longest-wait")),
                in.duration("call.give-back"),
                in.flag("quota.backfill"),
                in.duration("shutdown.cancel-time"));
    }
}
