package org.analyzetext.edge;

import java.util.Locale;

/** What the pipeline is connected to. */
public enum EdgeKind {
    FILES,
    KAFKA,
    /** Routes of the host, which send to {@code direct:analyze-text}. */
    DIRECT,
    /** Any endpoints, which the host names. */
    ENDPOINT,
    /** A route file that somebody has written. */
    OWN;

    static EdgeKind of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }

    /** The value of the property that chooses it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
