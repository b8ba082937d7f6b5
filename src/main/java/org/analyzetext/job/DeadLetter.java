package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.analyzetext.document.Document;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Json;
import org.analyzetext.document.Rejected;
import org.analyzetext.document.Source;
import org.jspecify.annotations.Nullable;

/**
 * A document that got no result, with the reason and with all that is needed to try it again.
 *
 * @param id the document's id as it came; null where it had none
 * @param source where the document came from: its identity
 * @param stage where on its way it ended
 * @param code the reason as one word
 * @param message the reason in plain words
 * @param retryable whether the same document can be expected to go through another time
 * @param requestId the service's {@code apim-request-id}, for its support, where it gave one
 * @param attempts how often the document was submitted; of one that is sent in parts, the part that got no answer
 * @param takenAt when the document came in: the time of its record, or when its input was taken; null where that is not
 *     known, and in dead letters of older releases
 * @param time when it ended
 * @param job the batch and the job that the document was in last, or null where it was in none
 * @param history the tries before, where there were some
 * @param said the answers that it got from some of its tasks
 * @param parts where the document was sent in parts, what was said of the first of them; else empty
 * @param document the document: {@code {id, language, text, metadata}}, or {@code {raw}} or {@code {rawBase64}}
 * @param envelope the key and headers of the record that brought the document, or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DeadLetter(
        @Nullable String id,
        Source source,
        Stage stage,
        String code,
        String message,
        @JsonInclude(JsonInclude.Include.ALWAYS) boolean retryable,
        @Nullable String requestId,
        @JsonInclude(JsonInclude.Include.ALWAYS) int attempts,
        @Nullable Instant takenAt,
        Instant time,
        @Nullable JobReference job,
        List<Failure> history,
        @JsonUnwrapped TaskResults said,
        List<PartAnswer> parts,
        ObjectNode document,
        @Nullable Envelope envelope) {
    public DeadLetter {
        history = orEmpty(history);
        parts = orEmpty(parts);
    }

    /** Empty lists are not written, so not there when a dead letter is read. */
    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** Where on its way a document ended. */
    public enum Stage {
        /** It could not be read, or can't be sent as it is. */
        @JsonProperty("read")
        READ,
        /** The service refused to take it. */
        @JsonProperty("submit")
        SUBMIT,
        /** The service took it and gave no answer, or not every task did. */
        @JsonProperty("analyze")
        @JsonAlias("classify")
        ANALYZE
    }

    /**
     * For a record that could not be read or can't be sent.
     *
     * @param receivedAt when its input was taken; null where its record says when it came in, or nothing does
     */
    public static DeadLetter of(Rejected rejected, @Nullable Instant receivedAt, Instant time) {
        Envelope envelope = rejected.envelope();
        return new DeadLetter(
                rejected.id(),
                rejected.source(),
                Stage.READ,
                rejected.code(),
                rejected.message(),
                false,
                null,
                0,
                envelope == null || envelope.time() == null ? receivedAt : envelope.time(),
                time,
                null,
                List.of(),
                TaskResults.NONE,
                List.of(),
                rejected.content(),
                envelope);
    }

    /** For a document that the service refused or did not label, on its last try, which {@code job} was. */
    public static DeadLetter of(
            Document document,
            Stage stage,
            String code,
            String message,
            boolean retryable,
            @Nullable String requestId,
            JobRecord job,
            JobReference reference,
            TaskResults said,
            Instant time) {
        ObjectNode content = Json.MAPPER.valueToTree(document);
        content.remove(List.of("source", "envelope"));
        return new DeadLetter(
                document.id(),
                document.source(),
                stage,
                code,
                message,
                retryable,
                requestId,
                job.attempt(),
                job.takenAt(document),
                time,
                reference,
                job.history(),
                said,
                job.parts() == null ? List.of() : job.parts().answers(),
                content,
                document.envelope());
    }

    /** Says where the document came from and why it ended, never its text: this may stand in a log. */
    @Override
    public String toString() {
        return "dead letter of " + source + " (" + code + ")";
    }
}
