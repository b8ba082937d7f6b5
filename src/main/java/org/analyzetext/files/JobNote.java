package org.analyzetext.files;

import java.util.List;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Task;

/**
 * What a job that is over has cost: a line of the account.
 *
 * @param jobId the service's name for it
 * @param resource the resource that had it
 * @param tasks the names of its tasks
 * @param attempt which try it was for its documents, from 1
 * @param documents its documents
 * @param textRecords what the service bills, all tasks together
 * @param ambiguous submits of it before that may have been paid for too
 */
record JobNote(
        String jobId,
        String resource,
        List<String> tasks,
        int attempt,
        int documents,
        long textRecords,
        int ambiguous) {
    /** The note of a job that the service accepted. */
    static JobNote of(JobRecord job) {
        return new JobNote(
                job.requireJobId(),
                job.resource(),
                job.tasks().stream().map(Task::name).toList(),
                job.attempt(),
                job.size(),
                job.textRecords(),
                job.ambiguous());
    }
}
