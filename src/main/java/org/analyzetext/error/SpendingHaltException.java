package org.analyzetext.error;

/** Nothing is submitted now: a spending limit is reached, or somebody has paused it. No document is at fault. */
public final class SpendingHaltException extends AnalyzeTextException {
    private static final long serialVersionUID = 1L;

    public SpendingHaltException(String message) {
        super(message);
    }
}
