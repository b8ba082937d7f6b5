package org.analyzetext.job;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.CharConversionException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.analyzetext.document.Document;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.jspecify.annotations.Nullable;

/**
 * A batch of documents on its way, with everything that any process needs to finish it: a {@link Batch} that waits to be
 * submitted, or a {@link SubmittedJob} that the service works on. As JSON both have one flat form, with a version and a
 * state.
 */
@JsonSerialize(converter = JobRecordJson.Writer.class)
@JsonDeserialize(using = JobRecordJson.Reader.class)
public sealed interface JobRecord permits Batch, SubmittedJob {
    /** The version that is written; it and the one before are read. */
    int VERSION = 2;

    /**
     * Reads a record.
     *
     * @throws NewerRecordException if it is a record of a newer release
     * @throws com.fasterxml.jackson.core.JsonProcessingException if it is no record that can be worked on
     */
    static JobRecord read(byte[] json) throws IOException {
        try {
            JobRecord record = Json.MAPPER.readValue(json, JobRecord.class);
            if (record != null) {
                return record;
            }
        } catch (NumberFormatException | CharConversionException noJson) {
            throw new JsonParseException(null, "no JSON in UTF-8, or a number whose exponent is too large");
        } catch (JsonProcessingException unreadable) {
            int version = JobRecordJson.version(json);
            throw version > JobRecordJson.NEWEST ? new NewerRecordException(version) : unreadable;
        }
        throw new JsonParseException(null, "null is no job record");
    }

    /** The documents, their tasks and their earlier attempts. */
    Batch batch();

    /** The job, once the service has accepted the batch; null before. */
    default @Nullable SubmittedJob submittedJob() {
        return this instanceof SubmittedJob job ? job : null;
    }

    /** Not to be taken before; null means at once. */
    @Nullable
    Instant due();

    /** How often a job was taken for a poll; 0 for a batch. */
    int poll();

    /** This record with the due time and the number of the poll that its place in the queue says. */
    JobRecord at(@Nullable Instant newDue, int newPoll);

    /** Some of these documents, to be submitted once more because of a passing failure. */
    Batch again(List<Document> some, Failure failure, Instant at);

    /** The batch's name, unique in its source and the same after a restart. */
    default String name() {
        return batch().name();
    }

    /** The name of the service resource that has the job; of a batch, the one that it was made for. */
    default String resource() {
        return batch().resource();
    }

    /** The models asked, at least one. */
    default List<Task> tasks() {
        return batch().tasks();
    }

    /** Which attempt this is for these documents, from 1. */
    default int attempt() {
        return batch().attempts().number();
    }

    /** How many submits before this job's had an unknown end, so may have been paid for too. */
    default int ambiguous() {
        return batch().attempts().ambiguous();
    }

    /** The failures of the attempts before. */
    default List<Failure> history() {
        return batch().attempts().failures();
    }

    /** The documents, in order; their ids in the request are their positions, from 1. */
    default List<Document> documents() {
        return batch().documents();
    }

    /** Where the one document is sent in parts, these; else null. */
    default @Nullable Parts parts() {
        return batch().parts();
    }

    /** When the oldest of the documents came in; null where that is not known. */
    default @Nullable Instant receivedAt() {
        return batch().receivedAt();
    }

    /** How soon it is submitted, and polled, beside others. */
    default Priority priority() {
        return batch().priority();
    }

    /** When a document of this record came in: as its own record says, else with the batch; null where neither is known. */
    default @Nullable Instant takenAt(Document document) {
        Envelope envelope = document.envelope();
        return envelope == null || envelope.time() == null ? receivedAt() : envelope.time();
    }

    /** How many documents it holds. */
    default int size() {
        return documents().size();
    }

    /** The batch's name as logs have it: of an input by the input's own name. */
    default String label() {
        return LogText.ofBatch(name());
    }

    /** What the service bills for one submit of a document, for each task: its begun thousands of characters. */
    default long textRecords(Document document) {
        return batch().textRecordsOf(document);
    }

    /** What the service bills for one submit of it: the text records of its documents, for each task. */
    default long textRecords() {
        return documents().stream().mapToLong(this::textRecords).sum() * tasks().size();
    }
}
