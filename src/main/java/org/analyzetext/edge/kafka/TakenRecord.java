package org.analyzetext.edge.kafka;

import org.analyzetext.job.JobRecord;
import org.jspecify.annotations.Nullable;

/**
 * A job record whose wait in its topic is over.
 *
 * @param next what is to be done with it
 * @param job the batch or job; null where there is nothing to submit or to poll
 */
record TakenRecord(Next next, @Nullable JobRecord job) {
    /** What is to be done with a record. */
    enum Next {
        /** It goes to its next topic: it has to wait longer, or for a newer release. */
        HOP,
        /** It is a batch to submit. */
        SUBMIT,
        /** It is a job to poll. */
        POLL,
        /** It is no job record. */
        REJECT,
        /** It was handled here before, or is now: a second loop of a job ends here. */
        DROP
    }
}
