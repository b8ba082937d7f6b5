package org.analyzetext.schedule;

import java.util.Comparator;
import org.analyzetext.job.Priority;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceCall.Kind;

/**
 * Which calls go first. Urgent submits go before the polls of other jobs, because many of these may be due at once. What a
 * higher priority overtakes for long goes before it, so that nothing starves.
 */
enum CallRank {
    URGENT_POLL,
    URGENT_SUBMIT,
    /** Of a job that is paid for and not urgent; or a cancellation. */
    POLL,
    NORMAL_SUBMIT,
    BULK_SUBMIT,
    BACKFILL_URGENT,
    BACKFILL_NORMAL,
    BACKFILL_BULK;

    /** What was overtaken for long goes right before the submits of the highest priority. */
    static final Comparator<CallLine> ORDER = Comparator.comparing(
                    (CallLine line) -> line.isDue() ? line.rank().highestSubmit() : line.rank())
            .thenComparing(line -> !line.isDue())
            .thenComparing(CallLine::rank);

    /**
     * The rank of a call.
     *
     * @param backfill whether its pipeline lets the live documents of others go first
     */
    static CallRank of(ServiceCall call, boolean backfill) {
        boolean urgent = call.priority() == Priority.URGENT && !backfill;
        if (call.kind() != Kind.SUBMIT) {
            return urgent && call.kind() == Kind.POLL ? URGENT_POLL : POLL;
        }
        return switch (call.priority()) {
            case URGENT -> backfill ? BACKFILL_URGENT : URGENT_SUBMIT;
            case NORMAL -> backfill ? BACKFILL_NORMAL : NORMAL_SUBMIT;
            case BULK -> backfill ? BACKFILL_BULK : BULK_SUBMIT;
        };
    }

    private boolean isOfBackfill() {
        return compareTo(BACKFILL_URGENT) >= 0;
    }

    /** Whether a call of this rank must not go before one of the other for ever. */
    boolean overtakes(CallRank other) {
        boolean isSubmit = this != URGENT_POLL && this != POLL;
        return isSubmit && isOfBackfill() == other.isOfBackfill() && compareTo(other) < 0;
    }

    private CallRank highestSubmit() {
        return isOfBackfill() ? BACKFILL_URGENT : URGENT_SUBMIT;
    }
}
