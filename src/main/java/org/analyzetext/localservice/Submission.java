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
record Submission(@Nullable String displayName, List<SubmittedDocument> documents, List<Task> tasks) {
    Submission {
        documents = List.copyOf(documents);
        tasks = List.copyOf(tasks);
    }
}
