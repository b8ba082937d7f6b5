package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.analyzetext.document.Document;
import org.analyzetext.document.Json;
import org.jspecify.annotations.Nullable;

/** A job record as files and topics have it. Its components are explained where {@link Batch} and {@link SubmittedJob} are. */
@JsonInclude(JsonInclude.Include.NON_NULL)
// What changes with a batch's state comes first: files have room for it there.
@JsonPropertyOrder({
    "v",
    "state",
    "resource",
    "jobId",
    "submittedAt",
    "due",
    "poll",
    "attempt",
    "ambiguous",
    "cancelAsked",
    "batch"
})
record JobRecordJson(
        int v,
        State state,
        String batch,
        String resource,
        List<Task> tasks,
        @Nullable String jobId,
        @Nullable Instant submittedAt,
        @Nullable Instant due,
        int poll,
        int attempt,
        int ambiguous,
        List<Failure> history,
        List<Document> documents,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean indicated,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean cancelAsked,
        @Nullable Parts parts,
        @Nullable Instant receivedAt,

        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE) @Nullable
        Priority priority) {
    /**
     * The newest version that is read. A new version is read for one release before it is written, so that a release and
     * the next can work on each other's jobs, when it is rolled out and when it is rolled back.
     */
    static final int NEWEST = JobRecord.VERSION;

    /** Where the documents are. */
    enum State {
        @JsonProperty("to-submit")
        TO_SUBMIT,
        @JsonProperty("submitted")
        SUBMITTED
    }

    JobRecordJson {
        if (v < JobRecord.VERSION - 1 || v > NEWEST) {
            throw new IllegalArgumentException(
                    "a job record of version " + v + " can't be read by this release, which knows version " + NEWEST);
        }
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(history, "history");
    }

    /** The version that a record of any release says; 0 for what is no record. */
    static int version(byte[] json) throws IOException {
        try {
            return Json.MAPPER.readTree(json).path("v").asInt();
        } catch (JsonProcessingException | NumberFormatException noJson) {
            return 0;
        }
    }

    private static JobRecordJson of(JobRecord record) {
        Batch batch = record.batch();
        SubmittedJob job = record.submittedJob();
        return new JobRecordJson(
                JobRecord.VERSION,
                job == null ? State.TO_SUBMIT : State.SUBMITTED,
                batch.name(),
                batch.resource(),
                batch.tasks(),
                job == null ? null : job.jobId(),
                job == null ? null : job.submittedAt(),
                record.due(),
                record.poll(),
                record.attempt(),
                record.ambiguous(),
                record.history(),
                batch.documents(),
                batch.reduced(),
                job != null && job.cancelAsked(),
                batch.parts(),
                batch.receivedAt(),
                // Releases before it write none, and leave it out of what they read.
                batch.priority() == Priority.NORMAL ? null : batch.priority());
    }

    private JobRecord record() {
        Attempts attempts = new Attempts(attempt, ambiguous, history);
        Batch all = new Batch(
                batch,
                resource,
                tasks,
                null,
                attempts,
                documents,
                parts,
                indicated,
                receivedAt,
                Objects.requireNonNullElse(priority, Priority.NORMAL));
        if (state == State.TO_SUBMIT) {
            return all.at(due);
        }
        if (jobId == null || submittedAt == null) {
            throw new IllegalArgumentException("a submitted job record needs jobId and submittedAt");
        }
        return new SubmittedJob(all, jobId, submittedAt, due, poll, cancelAsked);
    }

    /** From a record to its JSON. */
    static final class Writer extends StdConverter<JobRecord, JobRecordJson> {
        @Override
        public JobRecordJson convert(JobRecord record) {
            return of(record);
        }
    }

    /** From JSON to its record. */
    static final class Reader extends StdDeserializer<JobRecord> {
        Reader() {
            super(JobRecord.class);
        }

        @Override
        public JobRecord deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                return context.readValue(json, JobRecordJson.class).record();
            } catch (IllegalArgumentException | NullPointerException incomplete) {
                throw JsonMappingException.from(json, incomplete.getMessage(), incomplete);
            }
        }
    }
}
