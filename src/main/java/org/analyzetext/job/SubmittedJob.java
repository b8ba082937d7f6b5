package org.analyzetext.job;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.analyzetext.document.Document;
import org.jspecify.annotations.Nullable;

/**
 * A batch that the service has accepted, as a job to poll until it is over.
 *
 * @param batch what was submitted, with the resource that has the job
 * @param jobId the service's name for the job
 * @param submittedAt when the service accepted it
 * @param due not to be polled before; null means at once
 * @param poll how often it was taken for a poll
 * @param cancelAsked whether the service was, or was about to be, asked to cancel it because the application stopped
 */
public record SubmittedJob(
        Batch batch,
        String jobId,
        Instant submittedAt,
        @Nullable Instant due,
        int poll,
        boolean cancelAsked) implements JobRecord {
    public SubmittedJob {
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(submittedAt, "submittedAt");
    }

    @Override
    public SubmittedJob at(@Nullable Instant newDue, int newPoll) {
        return new SubmittedJob(batch, jobId, submittedAt, newDue, newPoll, cancelAsked);
    }

    /** This job, to be polled again. */
    public SubmittedJob pollAgain(Instant at) {
        return at(at, poll + 1);
    }

    /** This job, once the service is about to be asked to cancel it. */
    public SubmittedJob cancelling() {
        return new SubmittedJob(batch, jobId, submittedAt, due, poll, true);
    }

    @Override
    public Batch again(List<Document> some, Failure failure, Instant at) {
        return batch.again(some, batch.attempts().next(failure, 0), at);
    }

    /** Says which batch and job, never the documents: this may stand in a log. */
    @Override
    public String toString() {
        return "batch " + label() + " (attempt " + attempt() + ", " + size() + " documents, job " + jobId + ")";
    }
}
