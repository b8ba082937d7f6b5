package org.analyzetext.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.analyzetext.document.Document;
import org.analyzetext.document.Source;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Failure;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.JobReference;
import org.analyzetext.job.Result;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * Something that is kept of a document, at one place.
 *
 * @param stage how far the document is there
 * @param place the file, or the topic with partition and offset
 * @param id the document's id; null where it has none, or where the place does not say
 * @param source where the document came from
 * @param takenAt when it came in; null where the place does not say
 * @param history the attempts before
 * @param attempt the attempt that it is in, or that gave its outcome; null where it was in none, or the place does not say
 * @param at when its outcome was written; null where it has none, or the place does not say
 * @param classifications its labels
 * @param found by task, what the tasks that give no labels found
 * @param code why it has no result, as one word; null unless it is a dead letter
 * @param message the same in plain words
 * @param columns the columns beside the row, where its result is one
 * @param note what else is to be known; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Trace(
        Stage stage,
        String place,
        @Nullable String id,
        Source source,
        @Nullable Instant takenAt,
        List<Failure> history,
        @Nullable Attempt attempt,
        @Nullable Instant at,
        List<TaskResult> classifications,
        Map<String, Set<String>> found,
        @Nullable String code,
        @Nullable String message,
        Map<String, String> columns,
        @Nullable String note) {
    /** How far a document is. */
    public enum Stage {
        /** In the inbox, or not acknowledged in its topic. */
        @JsonProperty("arrived")
        ARRIVED("not taken yet"),
        /** Taken, and not in a batch yet. */
        @JsonProperty("taken")
        TAKEN("taken, and not in a batch yet"),
        /** In a batch that waits to be submitted. */
        @JsonProperty("waiting")
        WAITING("waits to be submitted"),
        /** In a batch that is being submitted. */
        @JsonProperty("posting")
        POSTING("is being submitted"),
        /** In a job that the service has. */
        @JsonProperty("in-flight")
        IN_FLIGHT("at the service"),
        /** It has a dead letter. */
        @JsonProperty("dead-letter")
        DEAD_LETTER("dead letter"),
        /** It has a result. */
        @JsonProperty("result")
        RESULT("result");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        /** The stage for people. */
        public String words() {
            return words;
        }
    }

    /**
     * An attempt that is under way, or was the last.
     *
     * @param number from 1
     * @param batch the batch's name
     * @param jobId the service's name for the job; null where it has none yet
     * @param resource the resource that was asked
     * @param submittedAt when the service accepted it
     * @param polls how often it was polled
     * @param requestId the service's id of the poll that found it over
     * @param due when it is submitted or polled next; null for at once, or where it is over
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Attempt(
            int number,
            @Nullable String batch,
            @Nullable String jobId,
            String resource,
            @Nullable Instant submittedAt,
            int polls,
            @Nullable String requestId,
            @Nullable Instant due) {
        private static Attempt of(JobReference job) {
            return new Attempt(
                    job.attempt(),
                    job.batch(),
                    job.id(),
                    job.resource(),
                    job.submittedAt(),
                    job.polls(),
                    job.requestId(),
                    null);
        }

        private static Attempt of(JobRecord record) {
            SubmittedJob job = record.submittedJob();
            return new Attempt(
                    record.attempt(),
                    record.name(),
                    job == null ? null : job.jobId(),
                    record.resource(),
                    job == null ? null : job.submittedAt(),
                    record.poll(),
                    null,
                    record.due());
        }
    }

    public Trace {
        history = List.copyOf(history);
        classifications = List.copyOf(classifications);
        found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** A place that says no more than where the document is. */
    public static Trace of(
            Stage stage, String place, @Nullable String id, Source source, @Nullable Instant takenAt, String note) {
        return new Trace(
                stage, place, id, source, takenAt, List.of(), null, null, List.of(), Map.of(), null, null, Map.of(),
                note);
    }

    /** A document in a job record. */
    public static Trace of(Stage stage, String place, JobRecord record, Document document) {
        return new Trace(
                stage,
                place,
                document.id(),
                document.source(),
                record.takenAt(document),
                record.history(),
                Attempt.of(record),
                null,
                List.of(),
                Map.of(),
                null,
                null,
                Map.of(),
                null);
    }

    /** A result. */
    public static Trace of(String place, Result result) {
        return new Trace(
                Stage.RESULT,
                place,
                result.id(),
                result.source(),
                result.takenAt(),
                result.history(),
                Attempt.of(result.job()),
                result.publishedAt(),
                result.classifications(),
                result.said().withoutClassifications().found(),
                null,
                null,
                Map.of(),
                null);
    }

    /** A dead letter. */
    public static Trace of(String place, DeadLetter letter) {
        return new Trace(
                Stage.DEAD_LETTER,
                place,
                letter.id(),
                letter.source(),
                letter.takenAt(),
                letter.history(),
                letter.job() == null ? null : Attempt.of(Objects.requireNonNull(letter.job())),
                letter.time(),
                letter.said().classifications(),
                letter.said().withoutClassifications().found(),
                letter.code(),
                letter.message(),
                Map.of(),
                null);
    }

    /** A row of a table of results. */
    public static Trace ofRow(String place, @Nullable String id, Source source, Map<String, String> columns) {
        return new Trace(
                Stage.RESULT,
                place,
                id,
                source,
                null,
                List.of(),
                null,
                null,
                List.of(),
                Map.of(),
                null,
                null,
                columns,
                null);
    }

    /** The same, with a note. */
    public Trace noted(String said) {
        return new Trace(
                stage,
                place,
                id,
                source,
                takenAt,
                history,
                attempt,
                at,
                classifications,
                found,
                code,
                message,
                columns,
                said);
    }
}
