package org.analyzetext.service;

import org.analyzetext.error.AnalyzeTextException;

/** The service's answer to a poll can't be understood. The job may be well: it is polled again. */
public final class UnreadableAnswerException extends AnalyzeTextException {
    private static final long serialVersionUID = 1L;

    UnreadableAnswerException(ServiceAnswer answer, String what) {
        super("the service's answer (" + answer + ") " + what);
    }
}
