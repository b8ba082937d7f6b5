package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Source;
import org.jspecify.annotations.Nullable;

/**
 * A labelled document.
 *
 * @param id the document's id as it came; null where it had none
 * @param source where the document came from: its identity
 * @param said what the tasks said of it, one for each
 * @param parts where the document was sent in parts, what was said of each; else empty
 * @param job the job that labelled it, or its last part
 * @param history the tries before, where there were some
 * @param metadata what came with the document beside id, text and language
 * @param takenAt when the document came in: the time of its record, or when its input was taken; null where that is not
 *     known, and in results of older releases
 * @param publishedAt when its outcome was decided and written; null in results of older releases
 * @param envelope the key and headers of the record that brought the document, or null
 */
public record Result(
        @Nullable String id,
        Source source,
        @JsonUnwrapped TaskResults said,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PartAnswer> parts,
        JobReference job,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Failure> history,
        ObjectNode metadata,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant takenAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant publishedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Envelope envelope) {
    /** For a document that no record brought, sent as a whole and labelled at the first try. */
    public Result(@Nullable String id, Source source, TaskResults said, JobReference job, ObjectNode metadata) {
        this(id, source, said, List.of(), job, List.of(), metadata, null, null, null);
    }

    public Result {
        parts = orEmpty(parts);
        history = orEmpty(history);
    }

    /** An empty list is not written, so not there when a result is read. */
    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** What the classifying tasks said of it, in the order of the tasks. */
    public List<TaskResult> classifications() {
        return said.classifications();
    }

    /** The same without key and headers, for a record that has them beside its value. */
    public Result withoutEnvelope() {
        return new Result(id, source, said, parts, job, history, metadata, takenAt, publishedAt, null);
    }

    /** Says where the document came from, never its metadata: this may stand in a log. */
    @Override
    public String toString() {
        return "result of " + source;
    }
}
