package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.analyzetext.document.Document;
import org.jspecify.annotations.Nullable;

/**
 * A batch of documents on its way: everything that a stranger needs to finish it.
 *
 * @param v the version of this form, {@value #VERSION}
 * @param state whether the documents wait to be submitted or are with the service
 * @param batch the batch's name, unique in its source and the same after a restart
 * @param resource the name of the service resource that has the job
 * @param tasks the models asked, at least one
 * @param jobId the service's name for the job; null while it is to be submitted
 * @param submittedAt when the service accepted it; null while it is to be submitted
 * @param due not to be touched before; null means at once
 * @param look how often the job was looked at
 * @param attempt which try this is for these documents, from 1
 * @param ambiguous how many submits before this job's had an unknown end, so may have been paid for too
 * @param history the tries before
 * @param documents the documents, in order; their ids in the request are their positions, from 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobRecord(
        int v,
        State state,
        String batch,
        String resource,
        List<Task> tasks,
        @Nullable String jobId,
        @Nullable Instant submittedAt,
        @Nullable Instant due,
        int look,
        int attempt,
        int ambiguous,
        List<Failure> history,
        List<Document> documents) {
    /** The version that is written; readers accept this one and the one before. */
    public static final int VERSION = 1;

    /** Where the documents are. */
    public enum State {
        @JsonProperty("to-submit")
        TO_SUBMIT,
        @JsonProperty("submitted")
        SUBMITTED
    }

    public JobRecord {
        if (v < VERSION - 1 || v > VERSION) {
            throw new IllegalArgumentException(
                    "a job record of version " + v + " can't be read by this release, which knows version " + VERSION);
        }
        tasks = List.copyOf(tasks);
        history = List.copyOf(history);
        documents = List.copyOf(documents);
        if (state == State.SUBMITTED && (jobId == null || submittedAt == null)) {
            throw new IllegalArgumentException("a submitted job record needs jobId and submittedAt");
        }
    }

    /** A batch on its first try. */
    public static JobRecord toSubmit(String batch, String resource, List<Task> tasks, List<Document> documents) {
        return new JobRecord(
                VERSION, State.TO_SUBMIT, batch, resource, tasks, null, null, null, 0, 1, 0, List.of(), documents);
    }

    /** This batch once the service has accepted it. */
    public JobRecord submitted(String job, Instant at, Instant firstLook) {
        return new JobRecord(
                VERSION,
                State.SUBMITTED,
                batch,
                resource,
                tasks,
                job,
                at,
                firstLook,
                0,
                attempt,
                ambiguous,
                history,
                documents);
    }

    /** This job, to be looked at again. */
    public JobRecord lookAgain(Instant at) {
        return at(at, look + 1);
    }

    /** This record with the time and the look that its place says. */
    public JobRecord at(@Nullable Instant newDue, int newLook) {
        return new JobRecord(
                VERSION,
                state,
                batch,
                resource,
                tasks,
                jobId,
                submittedAt,
                newDue,
                newLook,
                attempt,
                ambiguous,
                history,
                documents);
    }

    /** Some of these documents, to be submitted once more because of a passing failure. */
    public JobRecord again(List<Document> some, Failure failure, Instant at) {
        return new JobRecord(
                VERSION,
                State.TO_SUBMIT,
                batch,
                resource,
                tasks,
                null,
                null,
                at,
                0,
                attempt + 1,
                state == State.SUBMITTED ? 0 : ambiguous,
                Stream.concat(history.stream(), Stream.of(failure)).toList(),
                some);
    }

    /** The two halves of a batch that the service refused, to be submitted apart. */
    public List<JobRecord> halves() {
        int middle = documents.size() / 2;
        return List.of(
                part("-1", documents.subList(0, middle), ambiguous),
                part("-2", documents.subList(middle, documents.size()), 0));
    }

    private JobRecord part(String suffix, List<Document> some, int unclear) {
        return new JobRecord(
                VERSION,
                State.TO_SUBMIT,
                batch + suffix,
                resource,
                tasks,
                null,
                null,
                null,
                0,
                attempt,
                unclear,
                history,
                some);
    }

    /** This record, after so many more submits whose end is unknown. */
    public JobRecord ambiguousMore(int more) {
        return new JobRecord(
                VERSION,
                state,
                batch,
                resource,
                tasks,
                jobId,
                submittedAt,
                due,
                look,
                attempt,
                ambiguous + more,
                history,
                documents);
    }

    /** The job's id, for a record that is submitted. */
    public String requireJobId() {
        return Objects.requireNonNull(jobId, "the record is not submitted");
    }

    /** When it was submitted, for a record that is submitted. */
    public Instant requireSubmittedAt() {
        return Objects.requireNonNull(submittedAt, "the record is not submitted");
    }

    /** What the service bills for one submit of it: the text records of each document, for each task. */
    public long textRecords() {
        return documents.stream().mapToLong(Document::textRecords).sum() * tasks.size();
    }

    /** How many documents it holds. */
    @JsonIgnore
    public int size() {
        return documents.size();
    }

    /** Says which batch and job, never the documents: this may stand in a log. */
    @Override
    public String toString() {
        return "batch " + batch + " (" + state + ", attempt " + attempt + ", " + documents.size() + " documents"
                + (jobId == null ? ")" : ", job " + jobId + ")");
    }
}
