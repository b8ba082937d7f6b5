package org.analyzetext.stage;

import java.time.Instant;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.service.JobPages;
import org.analyzetext.service.ServiceCall;
import org.jspecify.annotations.Nullable;

/** How far the poll of a job is; {@link Polling} makes one of another, and tells the route what is next. */
public sealed interface JobPoll {
    /**
     * A page is asked for.
     *
     * @param began when the poll began
     * @param pages the pages before it; null for the first
     */
    record Asking(SubmittedJob job, Instant began, @Nullable JobPages pages, ServiceCall call) implements JobPoll {}

    /**
     * The job goes back into the queue.
     *
     * @param job due at its next poll
     */
    record Later(SubmittedJob job) implements JobPoll {}

    /** The job is over, or given up. */
    record Settled(BatchOutcome outcome) implements JobPoll {}
}
