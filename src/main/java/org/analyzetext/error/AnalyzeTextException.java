package org.analyzetext.error;

import org.jspecify.annotations.Nullable;

/** The root of what this module throws. Its messages are written for the people who run it; no texts, no keys. */
public class AnalyzeTextException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AnalyzeTextException(String message) {
        super(message);
    }

    public AnalyzeTextException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
