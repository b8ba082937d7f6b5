package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.analyzetext.document.Json;

/**
 * Says where in a text something stands, as a task counts.
 *
 * @param text the whole text
 * @param type how the task counts
 */
record Positions(String text, IndexType type) {
    /** {@code text}, {@code offset} and {@code length} of a stretch. */
    ObjectNode of(Span span) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("text", span.of(text));
        return at(node, span);
    }

    /** The same without the text. */
    ObjectNode at(ObjectNode node, Span span) {
        return node.put("offset", type.count(text.substring(0, span.from()))).put("length", type.count(span.of(text)));
    }
}
