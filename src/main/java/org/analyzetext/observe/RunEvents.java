package org.analyzetext.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Result;
import org.analyzetext.service.ServiceCall;
import org.jspecify.annotations.Nullable;

/** What happens in this process, for whoever counts it. Calls come from many threads. */
interface RunEvents {
    /** A call was made; status 0 stands for no answer. */
    void call(String resource, ServiceCall.Kind kind, int status);

    /** The service accepted this batch as a job. */
    void jobAccepted(JobRecord batch);

    /** A poll of a job that came so much later than it was due. */
    void polled(Duration late);

    /**
     * These results, and so many dead letters by code, are durable.
     *
     * @param receivedAt when the oldest of their documents came in; null where that is not known
     */
    void published(List<Result> results, Map<String, Long> deadLetters, @Nullable Instant receivedAt);

    /** So many documents are submitted once more. */
    void again(int documents);

    /** A submit ended without anybody knowing whether it was taken, and is made again. */
    void ambiguous();
}
