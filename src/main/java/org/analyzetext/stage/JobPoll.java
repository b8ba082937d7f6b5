package org.analyzetext.stage;

import java.time.Instant;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.service.JobPages;
import org.analyzetext.service.ServiceCall;
import org.jspecify.annotations.Nullable;

/** How far the poll of a job is. The route asks what is {@link #next}; {@link Polling} makes one of another. */
public sealed interface JobPoll {
    /** What the route does next. */
    Next next();

    /** The ways on. */
    enum Next {
        /** Makes the call, and hands its answer back. */
        CALL,
        /** Puts the job back until its next poll. */
        LATER,
        /** Publishes what became of the batch. */
        SETTLED
    }

    /**
     * A page is asked for.
     *
     * @param began when the poll began
     * @param pages the pages before it; null for the first
     */
    record Asking(SubmittedJob job, Instant began, @Nullable JobPages pages, ServiceCall call) implements JobPoll {
        @Override
        public Next next() {
            return Next.CALL;
        }
    }

    /**
     * The job goes back into the queue.
     *
     * @param job due at its next poll
     */
    record Later(SubmittedJob job) implements JobPoll {
        @Override
        public Next next() {
            return Next.LATER;
        }
    }

    /** The job is over, or given up. */
    record Settled(BatchOutcome outcome) implements JobPoll {
        @Override
        public Next next() {
            return Next.SETTLED;
        }
    }
}
