package org.analyzetext.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Source;
import org.analyzetext.job.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A labelled document.
 *
 * @param id the document's id as it came; null where it had none
 * @param source where the document came from: its identity
 * @param classifications one for each task, in the order of the tasks
 * @param job the job that labelled it
 * @param history the tries before, where there were some
 * @param metadata what came with the document beside id, text and language
 * @param envelope the key and headers of the record that brought the document, or null
 */
public record Result(
        @Nullable String id,
        Source source,
        List<Classification> classifications,
        JobReference job,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Failure> history,
        ObjectNode metadata,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Envelope envelope) {
    /** For a document that no record brought, labelled at the first try. */
    public Result(
            @Nullable String id,
            Source source,
            List<Classification> classifications,
            JobReference job,
            ObjectNode metadata) {
        this(id, source, classifications, job, List.of(), metadata, null);
    }

    public Result {
        classifications = List.copyOf(classifications);
        history = history == null ? List.of() : List.copyOf(history);
    }

    /** Says where the document came from, never its metadata: this may stand in a log. */
    @Override
    public String toString() {
        return "result of " + source;
    }
}
