package org.analyzetext.service;

import java.time.Duration;
import org.analyzetext.AnalyzeTextException;
import org.jspecify.annotations.Nullable;

/** The service can't take the call now, through no fault of a document: the call waits and is made again. */
public final class ServiceNotReadyException extends AnalyzeTextException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable Duration retryAfter;

    /** Why the service is not ready. */
    public enum Reason {
        /** Too many calls (429). */
        THROTTLED,
        /** Unreachable, timed out, or an error of its own (408, 5xx): a submit may have been taken all the same. */
        AWAY,
        /** The connection was never made: a submit was surely not taken. */
        UNREACHABLE,
        /** The project, the address or the version is wrong: somebody has to mend the configuration. */
        REFUSED,
        /** The key is wrong or has no permission. */
        KEY_REFUSED,
        /** The call was not made: others used the quota up, or the resource was out of order, for too long. */
        NO_TURN;

        /** Whether the service was asked and did not do it; not where it was only a matter of how many calls are made. */
        public boolean asked() {
            return this != THROTTLED && this != NO_TURN;
        }
    }

    public ServiceNotReadyException(Reason reason, String message, @Nullable Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    /** How long the service told us to wait; null where it did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
