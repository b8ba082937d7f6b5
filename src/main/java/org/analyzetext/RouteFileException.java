package org.analyzetext;

/** A route file has a mistake: the message says which, in which file and line, and what to do. */
public final class RouteFileException extends AnalyzeTextException {
    private static final long serialVersionUID = 1L;

    RouteFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
