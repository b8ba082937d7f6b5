package org.analyzetext.localservice;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong, and when.
 *
 * @param kind what
 * @param value what in particular: a status, a word, an address; empty for the kind's usual one
 * @param at the moment; null for what is decided with the job
 * @param share the share of the matching cases that it hits, 0 to 1
 * @param skip how many of them it spares first
 * @param count how many it hits at most
 * @param content only where a document's text contains this; null for everywhere
 * @param time how long it takes, where that means something
 * @param retryAfter what a status names as {@code Retry-After}, or null for none
 */
record Fault(
        FaultKind kind,
        String value,
        @Nullable Moment at,
        double share,
        long skip,
        long count,
        @Nullable String content,
        Duration time,
        @Nullable Duration retryAfter) {
    static final Duration USUAL_TIME = Duration.ofSeconds(30);

    Fault {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + " is not between 0 and 1");
        }
        if (at != null && !kind.places().contains(at)) {
            throw new IllegalArgumentException(kind.word() + " can't be placed at " + FaultKind.word(at));
        }
        if (at == null && kind.usual() != null) {
            at = kind.usual();
        }
        if (content != null && at == Moment.BEFORE_POST_READ) {
            throw new IllegalArgumentException("before-post-read knows no content yet");
        }
        if (kind == FaultKind.STATUS && !value.matches("[45]\\d\\d")) {
            throw new IllegalArgumentException("status '" + value + "' is not between 400 and 599");
        }
        if (kind == FaultKind.SUBMIT_REFUSED) {
            RefusedFault.check(value);
        }
    }

    /** Reads a fault's line. */
    static Fault parse(String line) {
        return FaultLine.parse(line);
    }
}
