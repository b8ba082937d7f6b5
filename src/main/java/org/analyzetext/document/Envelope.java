package org.analyzetext.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record carried outside its value, to travel on with the document's result.
 *
 * @param key the record's key in Base64, or null
 * @param headers the record's headers, in order
 * @param time the record's timestamp; null where it has none, and in records of older releases
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Envelope(
        @Nullable String key,
        List<Header> headers,
        @Nullable Instant time) {
    /**
     * A header; names may repeat.
     *
     * @param name its name
     * @param value its bytes in Base64, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Header(String name, @Nullable String value) {
        /** The value's bytes. */
        public byte @Nullable [] bytes() {
            return decoded(value);
        }
    }

    /** What a record carried whose time is not known. */
    public Envelope(@Nullable String key, List<Header> headers) {
        this(key, headers, null);
    }

    public Envelope {
        headers = headers == null ? List.of() : List.copyOf(headers);
    }

    /** The key's bytes. */
    public byte @Nullable [] keyBytes() {
        return decoded(key);
    }

    /** The last header of that name as text, or null. */
    public @Nullable String header(String name) {
        byte @Nullable [] found = null;
        for (Header header : headers) {
            found = header.name().equals(name) ? header.bytes() : found;
        }
        return found == null ? null : new String(found, StandardCharsets.UTF_8);
    }

    /** Bytes as they stand in an envelope. */
    public static @Nullable String encoded(byte @Nullable [] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private static byte @Nullable [] decoded(@Nullable String text) {
        return text == null ? null : Base64.getDecoder().decode(text);
    }

    /** Says how much it carries, never what. */
    @Override
    public String toString() {
        return "an envelope of " + headers.size() + " headers";
    }
}
