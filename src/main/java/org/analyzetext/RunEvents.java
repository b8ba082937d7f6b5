package org.analyzetext;

import java.time.Duration;
import java.util.Map;
import org.analyzetext.job.JobRecord;
import org.analyzetext.service.ServiceCall;

/** What happens in this process, told to whoever counts it. Calls come from many threads. */
public interface RunEvents {
    /** A call was made; status 0 stands for no answer. */
    void call(String resource, ServiceCall.Kind kind, int status);

    /** The service accepted this batch as a job. */
    void jobAccepted(JobRecord batch);

    /** A look at a job that came so much later than it was due. */
    void looked(Duration late);

    /** So many results, and dead letters by code, are where people read them. */
    void published(long results, Map<String, Long> deadLetters);

    /** So many documents are submitted once more. */
    void again(int documents);

    /** A submit ended without anybody knowing whether it was taken, and is made again. */
    void ambiguous();
}
