package org.analyzetext.schedule;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.analyzetext.document.LogText;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits out throttling and outages: says after each failed call how long to wait, and when waiting here has lasted
 * long enough that the batch should go back to where it is kept. Thread-safe.
 */
public final class CallWait implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(CallWait.class);
    /** How many submits of the call's batch ended unknown so far. */
    public static final String AMBIGUOUS = "ambiguousSubmits";

    static final String SINCE = "analyzeTextWaitingSince";

    /** Set where a batch whose tasks are refused does not wait here: what stands behind it would wait too. */
    public static final String GOES_BACK = "goesBack";

    /** Set to a {@link BooleanSupplier} of whether others have waited for this call for long enough. */
    public static final String WAITED_FOR = "analyzeTextWaitedFor";

    /** Set when the call was given up for now. */
    private static final String GIVEN_UP = "analyzeTextGivenUp";

    private final CallScheduler budget;
    private final BackOff backOff;
    private final Duration longest;
    private final RunCounters counters;
    private final Clock clock;

    /**
     * Waits by {@code backOff}.
     *
     * @param longest how long one call is repeated
     */
    public CallWait(CallScheduler budget, BackOff backOff, Duration longest, RunCounters counters, Clock clock) {
        this.budget = budget;
        this.backOff = backOff;
        this.longest = longest;
        this.counters = counters;
        this.clock = clock;
    }

    /** After a failed call: says why and sets the wait before the next one. */
    @Override
    public void process(Exchange exchange) {
        ServiceCall call = Objects.requireNonNull(exchange.getProperty(ServiceCalls.CALL, ServiceCall.class));
        Exception cause = Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        ServiceNotReadyException notReady = notReady(call, cause);
        int key = Objects.requireNonNullElse(exchange.getProperty(ServiceCalls.KEY, Integer.class), 0);
        budget.notReady(call, notReady, key);
        int repeats = Objects.requireNonNullElse(
                exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class), 0);
        Duration wait = backOff.before(repeats + 1, null);
        boolean givenUp = notReady.reason() == Reason.NO_PERMIT
                || (notReady.reason() == Reason.TASKS_REFUSED && goesBack(exchange));
        exchange.setProperty(GIVEN_UP, givenUp);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis());
        boolean ambiguous = notReady.reason() == Reason.AWAY && call.kind() == ServiceCall.Kind.SUBMIT;
        if (ambiguous) {
            counters.ambiguous();
            exchange.setProperty(AMBIGUOUS, ambiguousSoFar(exchange) + 1);
        }
        log(call, notReady, wait, ambiguous);
    }

    static int ambiguousSoFar(Exchange exchange) {
        return Objects.requireNonNullElse(exchange.getProperty(AMBIGUOUS, Integer.class), 0);
    }

    /** Whether a batch whose tasks are refused goes back to where it is kept, and does not wait. */
    static boolean goesBack(Exchange exchange) {
        return Boolean.TRUE.equals(exchange.getProperty(GOES_BACK, Boolean.class));
    }

    private static void log(ServiceCall call, ServiceNotReadyException cause, Duration wait, boolean ambiguous) {
        if (ambiguous) {
            LOG.warn(
                    "ambiguous submit: batch {} may have been taken all the same, and is sent again in {} ms: {}",
                    LogText.ofBatch(call.batch()),
                    wait.toMillis(),
                    cause.getMessage());
        } else if (cause.reason() != Reason.AWAY && cause.reason() != Reason.UNREACHABLE) {
            LOG.debug(
                    "{} of batch {} has to wait: {}",
                    call.kind().method(),
                    LogText.ofBatch(call.batch()),
                    cause.getMessage());
        } else {
            LOG.warn("{}; next call in {} ms", cause.getMessage(), wait.toMillis());
        }
    }

    /** Whether to keep waiting here. */
    public boolean worthwhile(Exchange exchange) {
        Instant since = exchange.getProperty(SINCE, Instant.class);
        boolean givenUp = Boolean.TRUE.equals(exchange.getProperty(GIVEN_UP));
        return !givenUp
                && !isWaitedFor(exchange)
                && (since == null || clock.instant().isBefore(since.plus(longest)));
    }

    /** Whether others have waited for the call for so long that it goes back to where its batch is kept. */
    static boolean isWaitedFor(Exchange exchange) {
        BooleanSupplier waited = exchange.getProperty(WAITED_FOR, BooleanSupplier.class);
        return waited != null && waited.getAsBoolean();
    }

    /** Lets the answer of a call through, and throws the failure of one that was given up. */
    public void passOn(@Body Object answer) throws Exception {
        if (answer instanceof Exception failure) {
            throw failure;
        }
    }

    private ServiceNotReadyException notReady(ServiceCall call, Exception cause) {
        if (cause instanceof ServiceNotReadyException notReady) {
            return notReady;
        }
        counters.call(call.resource(), call.kind(), 0);
        return new ServiceNotReadyException(
                neverSent(cause) ? Reason.UNREACHABLE : Reason.AWAY,
                "resource " + call.resource() + " gave no answer to a "
                        + call.kind().method() + " (" + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + "); if this lasts, " + advice(call.resource(), cause),
                null);
    }

    /** What may be wrong with the address, when the way there fails like this. */
    public static String advice(String resource, Throwable cause) {
        return "check " + Resource.property(resource, "endpoint")
                + (cause instanceof SSLException || cause instanceof NoHttpResponseException
                        ? ", and whether it begins with the right one of https:// and http://"
                        : "");
    }

    private static boolean neverSent(Exception cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof ConnectTimeoutException
                || cause instanceof ConnectionRequestTimeoutException;
    }
}
