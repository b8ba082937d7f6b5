package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.analyzetext.document.Document;
import org.jspecify.annotations.Nullable;

/**
 * The job that a document was in last, with what it takes to find it on the bill.
 *
 * @param id the service's name for it; null where the service took none
 * @param resource the name of the resource that was asked
 * @param apiVersion the version of the service's interface
 * @param submittedAt when the service accepted it
 * @param completedAt when the service says it was last updated, or null if it did not say
 * @param batch the batch's name, as logs have it
 * @param attempt which try it was for the document, from 1
 * @param tasks the names of its tasks
 * @param textRecords what the service bills for the document in a job, for each task
 * @param ambiguous how many submits before this job's had an unknown end, so may have been paid for too
 * @param polls how often the job was polled; 0 in records of older releases
 * @param requestId the service's {@code apim-request-id} of the poll that found it over, where it gave one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobReference(
        @Nullable String id,
        String resource,
        String apiVersion,
        @Nullable Instant submittedAt,
        @Nullable Instant completedAt,
        @Nullable String batch,
        int attempt,
        List<String> tasks,
        long textRecords,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int ambiguous,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int polls,
        @Nullable String requestId) {
    public JobReference {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
    }

    /** The job of this record, as it concerns one of its documents. */
    public static JobReference of(
            JobRecord job,
            Document document,
            String apiVersion,
            @Nullable Instant completedAt,
            @Nullable String requestId) {
        SubmittedJob submitted = job.submittedJob();
        return new JobReference(
                submitted == null ? null : submitted.jobId(),
                job.resource(),
                apiVersion,
                submitted == null ? null : submitted.submittedAt(),
                completedAt,
                job.name(),
                job.attempt(),
                job.tasks().stream().map(Task::name).toList(),
                job.textRecords(document),
                job.ambiguous(),
                submitted == null ? 0 : submitted.poll() + 1,
                requestId);
    }
}
