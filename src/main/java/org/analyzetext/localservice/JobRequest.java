package org.analyzetext.localservice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for a job, found in order.
 *
 * @param displayName what the client calls the job, or null
 * @param documents the documents, at least one
 * @param tasks the tasks, at least one
 */
record JobRequest(@Nullable String displayName, List<SubmittedDocument> documents, List<RequestedTask> tasks) {
    JobRequest {
        documents = List.copyOf(documents);
        tasks = List.copyOf(tasks);
    }
}
