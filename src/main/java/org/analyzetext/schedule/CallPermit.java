package org.analyzetext.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.ShutdownPrepared;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** The step of a route that waits until the call in the body may be made. Ends its waits when the route stops. Thread-safe. */
public final class CallPermit extends ServiceSupport implements Processor, ShutdownPrepared {
    private final CallScheduler budget;
    private final boolean backfill;
    private final Duration longest;
    private final Duration cancelTime;
    private final Clock clock;
    private final AtomicReference<@Nullable Instant> lastCancel = new AtomicReference<>();
    private volatile boolean stopping;

    /**
     * Waits for the permit of each call in a budget.
     *
     * @param backfill whether live documents go first
     * @param longest how long a call is waited for and repeated in all
     * @param cancelTime how long after the first of them cancellations may wait, all together: the stop waits for them
     */
    public CallPermit(CallScheduler budget, boolean backfill, Duration longest, Duration cancelTime, Clock clock) {
        this.budget = budget;
        this.backfill = backfill;
        this.longest = longest;
        this.cancelTime = cancelTime;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        ServiceCall call = Objects.requireNonNull(exchange.getMessage().getBody(ServiceCall.class));
        exchange.setProperty(ServiceCalls.CALL, call);
        Instant now = clock.instant();
        Instant since = Objects.requireNonNullElse(exchange.getProperty(CallWait.SINCE, Instant.class), now);
        exchange.setProperty(CallWait.SINCE, since);
        try {
            boolean cancels = call.kind() == ServiceCall.Kind.CANCEL;
            Duration left = Duration.between(now, cancels ? lastCancel(now) : since.plus(longest));
            exchange.getMessage().setBody(call.to(budget.await(call, backfill, left, () -> end(exchange, call))));
        } catch (InterruptedException stopped) {
            // Not set again: the batch is put back on this thread, and an interrupted one can't write files.
            throw new ServiceNotReadyException(Reason.NO_PERMIT, "the application is stopping", null);
        }
    }

    private @Nullable String end(Exchange exchange, ServiceCall call) {
        if (stopping && call.kind() != ServiceCall.Kind.CANCEL) {
            return "the application is stopping";
        }
        if (CallWait.isWaitedFor(exchange)) {
            return "other batches wait for it";
        }
        return CallWait.goesBack(exchange) && budget.holds(call.tasks()) ? "its tasks are refused" : null;
    }

    private Instant lastCancel(Instant now) {
        lastCancel.compareAndSet(null, now.plus(cancelTime));
        return Objects.requireNonNull(lastCancel.get());
    }

    @Override
    protected void doStart() {
        stopping = false;
        lastCancel.set(null);
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        stopping = true;
        budget.wakeAll();
    }
}
