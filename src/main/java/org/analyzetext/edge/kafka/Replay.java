package org.analyzetext.edge.kafka;

import java.nio.charset.StandardCharsets;
import org.analyzetext.document.TopicPosition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The header of a document that is a dead letter put in again: where the document stood before. */
final class Replay {
    /** Its value is {@code topic/partition/offset}. */
    static final String HEADER = "analyze-text-replay-of";

    private Replay() {}

    static byte[] value(TopicPosition original) {
        return original.position().getBytes(StandardCharsets.UTF_8);
    }

    /** Where the document of this record stood before; null for a document that is no replay. */
    static @Nullable TopicPosition original(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        return original(
                header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8));
    }

    /** The place that the header's value names; null for one that is none of ours. */
    static @Nullable TopicPosition original(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String[] parts = value.split("/", -1);
        try {
            return parts.length == 3
                    ? new TopicPosition(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]))
                    : null;
        } catch (NumberFormatException notOurs) {
            return null;
        }
    }
}
