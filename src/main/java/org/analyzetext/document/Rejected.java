package org.analyzetext.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A record that can't be sent, and why.
 *
 * @param source where it stands
 * @param id its id where one could be read
 * @param code the reason as one word, such as {@code EmptyText}
 * @param message the reason in plain words, with the value that is wrong, never with the text
 * @param content the whole record: {@code {id, language, text, metadata}} where it could be read, else {@code {raw}}
 *     (its text as it stands) or {@code {rawBase64}} (its bytes). A record too large to hold is {@code {fromByte,
 *     bytes}}, its place in the file; the rest of a file that can't be read on is {@code {fromByte}}, where it begins.
 *     These places count from 0, in the file as it stands or, where there is {@code convertedTo}, in the file
 *     converted to that charset without its byte-order mark. Where malformed bytes end a converted file, {@code
 *     restFromByte} is their place in the file as it stands, and {@code raw} what was read of the record before them.
 *     Can always be written as UTF-8
 */
public record Rejected(
        Source source,
        @Nullable String id,
        String code,
        String message,
        ObjectNode content,
        @Nullable Envelope envelope) {
    /** A record without an envelope. */
    public Rejected(Source source, @Nullable String id, String code, String message, ObjectNode content) {
        this(source, id, code, message, content, null);
    }

    /** The same, in the envelope that brought it. */
    public Rejected in(@Nullable Envelope other) {
        return new Rejected(source, id, code, message, content, other);
    }

    /** Says where it stands and why it can't be sent, never what it says. */
    @Override
    public String toString() {
        return code + " at " + source;
    }
}
