package org.analyzetext.edge.host;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.analyzetext.document.Json;
import org.analyzetext.job.JobRecord;
import org.apache.camel.Body;

/** Job records for queues that somebody else's route files keep. Thread-safe. */
public final class JobRecords {
    private final Clock clock;

    public JobRecords(Clock clock) {
        this.clock = clock;
    }

    /** The record as JSON in UTF-8. It holds the documents' texts. */
    public byte[] write(@Body JobRecord job) throws IOException {
        return Json.MAPPER.writeValueAsBytes(job);
    }

    /** The record that {@link #write} wrote. */
    public JobRecord read(@Body byte[] json) throws IOException {
        return Json.MAPPER.readValue(json, JobRecord.class);
    }

    /** How long until the record is due, in ms; 0 when it is. */
    public long waitMillis(@Body JobRecord job) {
        return job.due() == null
                ? 0
                : Math.max(0, Duration.between(clock.instant(), job.due()).toMillis());
    }
}
