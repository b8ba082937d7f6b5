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
        Copy next = new Copy(this);
        next.state = State.SUBMITTED;
        next.jobId = job;
        next.submittedAt = at;
        next.due = firstLook;
        next.look = 0;
        return next.build();
    }

    /** This job, to be looked at again. */
    public JobRecord lookAgain(Instant at) {
        return at(at, look + 1);
    }

    /** This record with the time and the look that its place says. */
    public JobRecord at(@Nullable Instant newDue, int newLook) {
        Copy next = new Copy(this);
        next.due = newDue;
        next.look = newLook;
        return next.build();
    }

    /** Some of these documents, to be submitted once more because of a passing failure. */
    public JobRecord again(List<Document> some, Failure failure, Instant at) {
        Copy next = new Copy(this).toSubmit();
        next.due = at;
        next.attempt = attempt + 1;
        next.ambiguous = state == State.SUBMITTED ? 0 : ambiguous;
        next.history = Stream.concat(history.stream(), Stream.of(failure)).toList();
        next.documents = some;
        return next.build();
    }

    /** The two halves of a batch that the service refused, to be submitted apart. */
    public List<JobRecord> halves() {
        int middle = documents.size() / 2;
        return List.of(
                half("-1", documents.subList(0, middle), ambiguous),
                half("-2", documents.subList(middle, documents.size()), 0));
    }

    private JobRecord half(String suffix, List<Document> some, int unclear) {
        Copy next = new Copy(this).toSubmit();
        next.batch = batch + suffix;
        next.ambiguous = unclear;
        next.documents = some;
        return next.build();
    }

    /** This record, after so many more submits whose end is unknown. */
    public JobRecord ambiguousMore(int more) {
        Copy next = new Copy(this);
        next.ambiguous = ambiguous + more;
        return next.build();
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

    /** A record to be, with the values of another until they are changed. It is written in the current version. */
    private static final class Copy {
        private State state;
        private String batch;
        private final String resource;
        private final List<Task> tasks;
        private @Nullable String jobId;
        private @Nullable Instant submittedAt;
        private @Nullable Instant due;
        private int look;
        private int attempt;
        private int ambiguous;
        private List<Failure> history;
        private List<Document> documents;

        Copy(JobRecord from) {
            state = from.state;
            batch = from.batch;
            resource = from.resource;
            tasks = from.tasks;
            jobId = from.jobId;
            submittedAt = from.submittedAt;
            due = from.due;
            look = from.look;
            attempt = from.attempt;
            ambiguous = from.ambiguous;
            history = from.history;
            documents = from.documents;
        }

        /** With no job, so at once and not looked at. */
        Copy toSubmit() {
            state = State.TO_SUBMIT;
            jobId = null;
            submittedAt = null;
            due = null;
            look = 0;
            return this;
        }

        JobRecord build() {
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
                    ambiguous,
                    history,
                    documents);
        }
    }
}
