package org.analyzetext.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text to be labelled.
 *
 * @param source where it came from
 * @param id what its sender calls it; null where the sender gave none; may repeat
 * @param language its language as the sender gave it, or null
 * @param text the text; never blank once it has passed validation
 * @param metadata what came with it beside id, language and text; may be empty
 * @param envelope the key and headers of the record that brought it; null where it came otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Document(
        Source source,
        @Nullable String id,
        @Nullable String language,
        String text,
        ObjectNode metadata,
        @Nullable Envelope envelope) {
    public Document {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(metadata, "metadata");
    }

    /** A document that no record brought. */
    public Document(Source source, @Nullable String id, @Nullable String language, String text, ObjectNode metadata) {
        this(source, id, language, text, metadata, null);
    }

    /** Says where it came from, never what it says: Camel logs what routes carry, and failures quote it. */
    @Override
    public String toString() {
        return "document of " + source;
    }
}
