package org.analyzetext.localservice;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can go wrong, and at which moments it can be placed; the first named is the default. */
enum FaultKind {
    /** An error status instead of an answer. */
    STATUS(
            Moment.AFTER_POST_READ,
            Moment.BEFORE_POST_READ,
            Moment.AFTER_JOB_ACCEPTED,
            Moment.BEFORE_STATE_ANSWER,
            Moment.BEFORE_RESULT_ANSWER,
            Moment.BEFORE_CANCEL_ANSWER),
    /** The submit is refused because of some documents, which the error names or not. */
    SUBMIT_REFUSED(Moment.AFTER_POST_READ),
    /** A wrong language refuses the whole submit, instead of being that document's error. */
    LANGUAGE_REFUSED(Moment.AFTER_POST_READ),
    /** The connection is reset. */
    RESET(Moment.AFTER_POST_READ, Moment.values()),
    /** Nothing is said for a time, and then the connection is closed. */
    TIMEOUT(Moment.AFTER_POST_READ, Moment.values()),
    /** The body comes in small pieces, over a time. */
    SLOW_BODY(Moment.BEFORE_RESULT_ANSWER, Moment.BEFORE_STATE_ANSWER),
    /** The body stops in the middle. */
    BROKEN_BODY(Moment.BEFORE_RESULT_ANSWER, Moment.BEFORE_STATE_ANSWER),
    /** The body is not JSON, though it says so. */
    GARBAGE_BODY(Moment.BEFORE_RESULT_ANSWER, Moment.BEFORE_STATE_ANSWER),
    /** 200 with a page of HTML, as from a proxy. */
    WRONG_CONTENT_TYPE(Moment.BEFORE_RESULT_ANSWER, Moment.BEFORE_STATE_ANSWER),
    /** An unknown status word. */
    UNKNOWN_STATUS(Moment.BEFORE_STATE_ANSWER, Moment.BEFORE_RESULT_ANSWER),
    /** Unknown fields. */
    EXTRA_FIELDS(Moment.BEFORE_STATE_ANSWER, Moment.BEFORE_RESULT_ANSWER),
    /** A next page that lies elsewhere. */
    HOSTILE_NEXT_LINK(Moment.BEFORE_RESULT_ANSWER),
    /** A job that lies elsewhere; with an empty value, no address at all. */
    HOSTILE_OPERATION_LOCATION(Moment.AFTER_JOB_ACCEPTED),
    /** The job fails, with the in-body {@code InternalServerError}. */
    JOB_INTERNAL_ERROR,
    /** The job fails without a word why. */
    JOB_FAILED,
    /** The job fails, with an error that blames its first task. */
    JOB_REFUSED,
    /** The job completes in part. */
    JOB_PARTIAL,
    /** The job is cancelled without a request. */
    JOB_CANCELLED,
    /** The job runs for ever. */
    JOB_STUCK,
    /** The job was accepted and is unknown afterwards. */
    JOB_LOST,
    /** The document ends in the results' errors, by the service's fault. */
    DOCUMENT_ERROR,
    /** The document ends in the results' errors, by its own fault. */
    DOCUMENT_REFUSED,
    /** The document is in no part of the answer. */
    DOCUMENT_LEFT_OUT,
    /** The answer holds a document that was never sent. */
    DOCUMENT_NEVER_SENT;

    private final @Nullable Moment usual;

    @SuppressWarnings("ImmutableEnumChecker") // Copied at the start, and never changed.
    private final Set<Moment> places;

    FaultKind() {
        usual = null;
        places = Set.of();
    }

    FaultKind(Moment usual, Moment... others) {
        this.usual = usual;
        this.places = Set.copyOf(EnumSet.of(usual, others));
    }

    static Optional<FaultKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findAny();
    }

    /** The name in small letters with dashes. */
    String word() {
        return word(this);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where it is placed by default; null for what is decided with the job. */
    @Nullable
    Moment usual() {
        return usual;
    }

    /** Whether the call is over with it. */
    boolean endsTheCall() {
        return this == STATUS || this == SUBMIT_REFUSED || this == LANGUAGE_REFUSED || this == RESET || this == TIMEOUT;
    }

    Set<Moment> places() {
        return places;
    }
}
