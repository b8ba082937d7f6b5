package org.analyzetext.document;

import java.util.List;
import org.analyzetext.config.PropertyReader;

/** What becomes of a document that is longer than the service takes in one request. */
public enum OverLong {
    /** It is rejected. */
    DEAD_LETTER,
    /** It is sent in parts, and their labels are merged. */
    SPLIT;

    /** Reads {@code document.over-long}. */
    public static OverLong read(PropertyReader in) {
        return in.oneOf("document.over-long", List.of("dead-letter", "split")).equals("split") ? SPLIT : DEAD_LETTER;
    }
}
