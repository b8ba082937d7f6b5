package org.analyzetext.schedule;

import java.time.Duration;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why calls wait, in the log: what is new there, the rest at DEBUG. */
final class WaitLog {
    /** One name for all lines about calls. */
    private static final Logger LOG = LoggerFactory.getLogger(CallScheduler.class);

    private WaitLog() {}

    /** The resource throttles. */
    static void throttled(ResourceGate gate, ServiceCall call, ServiceNotReadyException why, Duration wait) {
        if (!gate.isNews(wait)) {
            LOG.debug("{}; no {} for {} ms", why.getMessage(), call.kind().method(), wait.toMillis());
        } else if (why.reason() == Reason.QUOTA_USED_UP) {
            LOG.warn(
                    "{}; no {} for {}. Nothing is given up",
                    why.getMessage(),
                    call.kind().method(),
                    words(wait));
        } else {
            LOG.warn(
                    "{}: throttled; no {} for {}, then at most {} calls a minute until no call is throttled for a while. Others may"
                            + " be using the same quota; nothing is given up",
                    why.getMessage(),
                    call.kind().method(),
                    words(wait),
                    Math.round(gate.perMinute(call.kind())));
        }
    }

    /** A short wait that comes with another answer is not logged. */
    static void asked(ResourceGate gate, ServiceCall call, Duration wait) {
        if (ResourceGate.isLong(wait) && gate.isNews(wait)) {
            LOG.warn(
                    "resource {} asked for a wait: no {} for {}",
                    call.resource(),
                    call.kind().method(),
                    words(wait));
        }
    }

    private static String words(Duration wait) {
        return wait.toMinutes() < 2
                ? wait.toMillis() + " ms"
                : "%d h %d min".formatted(wait.toHours(), wait.toMinutesPart());
    }

    /** Tasks are refused: once as an error, as long as nothing changes. */
    static void refusal(boolean isNew, String refusal) {
        if (isNew) {
            LOG.error("{}", refusal);
        } else {
            LOG.debug("{}", refusal);
        }
    }
}
