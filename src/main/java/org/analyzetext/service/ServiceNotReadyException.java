package org.analyzetext.service;

import java.time.Duration;
import java.util.List;
import org.analyzetext.error.AnalyzeTextException;
import org.jspecify.annotations.Nullable;

/** The service can't take the call now, through no fault of a document: the call waits and is made again. */
public final class ServiceNotReadyException extends AnalyzeTextException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable Duration retryAfter;
    private final List<String> tasks;

    /** Why the service is not ready. */
    public enum Reason {
        /** Too many calls (429). */
        THROTTLED,
        /** The quota of a month is used up, or calls are no longer in the plan's volume (403). */
        QUOTA_USED_UP,
        /** Unreachable, timed out, or an error of its own (408, 5xx): a submit may have been taken all the same. */
        AWAY,
        /** The connection was never made: a submit was surely not taken. */
        UNREACHABLE,
        /** The service refuses tasks of the request: their configuration has to be fixed. */
        TASKS_REFUSED,
        /** The project, the address or the version is wrong: the configuration has to be fixed. */
        REFUSED,
        /** The key is wrong or has no permission. */
        KEY_REFUSED,
        /** The call was not made: others used the quota up, or the resource was out of order, for too long. */
        NO_PERMIT;

        /** Whether it may be transient, so that the configuration need not change. */
        public boolean passing() {
            return this != TASKS_REFUSED && this != REFUSED && this != KEY_REFUSED;
        }

        /** Whether the service was asked and did not do it; not where it was only a matter of how many calls are made. */
        public boolean asked() {
            return this != THROTTLED && this != QUOTA_USED_UP && this != NO_PERMIT;
        }
    }

    public ServiceNotReadyException(Reason reason, String message, @Nullable Duration retryAfter) {
        this(reason, message, retryAfter, List.of());
    }

    private ServiceNotReadyException(Reason reason, String message, @Nullable Duration retryAfter, List<String> tasks) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.tasks = List.copyOf(tasks);
    }

    /** The service refuses these tasks. */
    public static ServiceNotReadyException tasksRefused(
            List<String> tasks, String message, @Nullable Duration retryAfter) {
        return new ServiceNotReadyException(Reason.TASKS_REFUSED, message, retryAfter, tasks);
    }

    /** The tasks that are refused; none for any other reason. */
    public List<String> tasks() {
        return tasks;
    }

    public Reason reason() {
        return reason;
    }

    /** How long the service asked to wait; null where it did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
