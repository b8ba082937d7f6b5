package org.analyzetext.error;

import org.jspecify.annotations.Nullable;

/** A route file has a mistake: the message says which, in which file and line, and what to do. */
public final class RouteFileException extends AnalyzeTextException {
    private static final long serialVersionUID = 1L;

    public RouteFileException(String message, @Nullable Throwable cause) {
        super("a route file can't be used; nothing was started: " + message, cause);
    }
}
