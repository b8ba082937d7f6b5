package org.analyzetext.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.LogText;
import org.analyzetext.job.Priority;
import org.jspecify.annotations.Nullable;

/**
 * A call to be made.
 *
 * @param kind what is asked
 * @param resource the resource's name; for a submit it may be changed to the one that is free first
 * @param batch the batch that it is for, for logs
 * @param jobId the job, for all but submits
 * @param query query options beside the version, by their plain names
 * @param body the request's body as JSON in UTF-8, for submits
 * @param textRecords what the service bills for it; 0 for all but submits
 * @param tasks the names of the tasks that a submit asks
 * @param documents how many documents a submit has
 * @param priority how soon it goes, beside others of its kind
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying a body of 1 MB for each call helps nothing
public record ServiceCall(
        Kind kind,
        String resource,
        String batch,
        @Nullable String jobId,
        Map<String, Integer> query,
        byte @Nullable [] body,
        long textRecords,
        List<String> tasks,
        int documents,
        Priority priority) {
    /** What is asked of the service. */
    public enum Kind {
        SUBMIT("POST"),
        POLL("GET"),
        CANCEL("POST");

        private final String method;

        Kind(String method) {
            this.method = method;
        }

        /** The HTTP method. */
        public String method() {
            return method;
        }
    }

    /** A submit of a batch, of normal priority. */
    public static ServiceCall submit(
            String resource, String batch, List<String> tasks, int documents, byte[] body, long textRecords) {
        return new ServiceCall(
                Kind.SUBMIT,
                resource,
                batch,
                null,
                Map.of(),
                body,
                textRecords,
                List.copyOf(tasks),
                documents,
                Priority.NORMAL);
    }

    /** A poll of a page of a job: {@code top} documents after the first {@code skip}. */
    public static ServiceCall poll(String resource, String batch, String jobId, int top, int skip) {
        Map<String, Integer> query = new LinkedHashMap<>();
        query.put("top", top);
        if (skip > 0) {
            query.put("skip", skip);
        }
        return new ServiceCall(Kind.POLL, resource, batch, jobId, query, null, 0, List.of(), 0, Priority.NORMAL);
    }

    /** Asks for the end of a job. */
    public static ServiceCall cancel(String resource, String batch, String jobId) {
        return new ServiceCall(Kind.CANCEL, resource, batch, jobId, Map.of(), null, 0, List.of(), 0, Priority.NORMAL);
    }

    /** This call, to a resource that was chosen for it. */
    public ServiceCall to(String chosen) {
        return chosen.equals(resource)
                ? this
                : new ServiceCall(kind, chosen, batch, jobId, query, body, textRecords, tasks, documents, priority);
    }

    /** This call, which goes so soon. */
    public ServiceCall priority(Priority other) {
        return new ServiceCall(kind, resource, batch, jobId, query, body, textRecords, tasks, documents, other);
    }

    /** Says what is called, never what is sent. */
    @Override
    public String toString() {
        return kind + " for batch " + LogText.ofBatch(batch) + (jobId == null ? "" : ", job " + jobId);
    }
}
