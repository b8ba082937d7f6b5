package org.analyzetext.edge.files;

import java.util.List;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.jspecify.annotations.Nullable;

/**
 * What a job that is over has cost, or may have cost: a line of the account.
 *
 * @param jobId the service's name for it; null for a batch that ended without one, after unclear submits
 * @param resource the resource that had it
 * @param tasks the names of its tasks
 * @param attempt which try it was for its documents, from 1
 * @param documents its documents
 * @param textRecords what the service bills, all tasks together
 * @param ambiguous submits of it before that may have been paid for too
 */
record JobNote(
        @Nullable String jobId,
        String resource,
        List<String> tasks,
        int attempt,
        int documents,
        long textRecords,
        int ambiguous) {
    /** Whether there is anything to say of this batch: it was a job, or it ended here and may have been one. */
    static boolean isNeeded(BatchOutcome outcome) {
        JobRecord batch = outcome.job();
        return batch instanceof SubmittedJob
                || (batch.ambiguous() > 0 && outcome.again().isEmpty());
    }

    /** The note of a batch that was submitted. */
    static JobNote of(JobRecord job) {
        SubmittedJob submitted = job.submittedJob();
        return new JobNote(
                submitted == null ? null : submitted.jobId(),
                job.resource(),
                job.tasks().stream().map(Task::name).toList(),
                job.attempt(),
                job.size(),
                submitted == null ? 0 : job.textRecords(),
                job.ambiguous());
    }
}
