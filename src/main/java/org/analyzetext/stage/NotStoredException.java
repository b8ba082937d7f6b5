package org.analyzetext.stage;

import org.analyzetext.error.AnalyzeTextException;

/** Something that was paid for could not be stored before the application stopped. */
public final class NotStoredException extends AnalyzeTextException {
    private static final long serialVersionUID = 1L;

    NotStoredException(String message) {
        super(message);
    }
}
