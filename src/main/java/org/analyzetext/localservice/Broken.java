package org.analyzetext.localservice;

import java.time.Duration;

/** Ends a connection without an answer: at once with a reset, or after a silence. */
final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Duration silence;
    private final boolean answered;

    private Broken(String message, Duration silence, boolean answered) {
        super(message, null, false, false);
        this.silence = silence;
        this.answered = answered;
    }

    static Broken reset() {
        return new Broken("reset", Duration.ZERO, false);
    }

    static Broken silent(Duration silence) {
        return new Broken("silent for " + silence, silence, false);
    }

    /** The same, but when an answer had begun or was sent. */
    Broken afterAnswer() {
        return new Broken("broken after an answer", silence, true);
    }

    boolean answered() {
        return answered;
    }

    Duration silence() {
        return silence;
    }
}
