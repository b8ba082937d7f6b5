package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try that gave a document no answer: a line of its story.
 *
 * @param attempt the number of the try, from 1
 * @param jobId the job, where there was one
 * @param code the reason as one word
 * @param message the reason in plain words
 * @param requestId the service's {@code apim-request-id}, for its support, where it gave one
 * @param at when it was noticed
 * @param resource the name of the resource that was asked
 * @param ambiguous how many submits before this job's had an unknown end, so may have been paid for too
 * @param textRecords what the service billed for it, for each task, where it was a part of a document; else 0
 * @param uncounted whether it is no failed try of the documents: we stopped and had the job cancelled, or the service
 *     refused the tasks. A code says nothing of that, since it can be the service's
 * @param submittedAt when the service accepted the job; null where it took none, and in records of older releases
 * @param polls how often the job was polled
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failure(
        int attempt,
        @Nullable String jobId,
        String code,
        String message,
        @Nullable String requestId,
        Instant at,
        @Nullable String resource,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int ambiguous,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long textRecords,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean uncounted,
        @Nullable Instant submittedAt,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int polls) {
    /** The code of a try that ended because we stopped and had the job cancelled. */
    public static final String CANCELLED_AT_STOP = "CancelledAtStop";
}
