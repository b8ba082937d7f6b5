package org.analyzetext.stage;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.support.task.Tasks;
import org.apache.camel.support.task.budget.Budgets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops all submits while something can't be stored, so that nothing is paid for twice: closed from the first failure
 * until everything that failed is stored. Thread-safe.
 */
public final class StorageGate implements HealthCondition {
    private static final Logger LOG = LoggerFactory.getLogger(StorageGate.class);

    private final Duration retry;
    /** What can't be stored, each with the reason, in the order of the failures. */
    private final Map<String, String> failing = new LinkedHashMap<>();

    /** Retries what can't be stored after each such time. */
    public StorageGate(Duration retry) {
        this.retry = retry;
    }

    /** One try to store something. */
    public interface Attempt {
        void run() throws Exception;
    }

    /** Notes that something can't be stored; the log says so once, until everything is stored. */
    public synchronized void failed(String what, Exception why) {
        boolean first = failing.isEmpty();
        failing.put(what, why.getClass().getSimpleName() + ": " + why.getMessage());
        if (first) {
            LOG.error("{}. Nothing is submitted until it can; jobs in flight continue", reason(failing));
        } else {
            LOG.debug("{} can't be written", what, why);
        }
    }

    /** Notes that something is stored that could not be before. */
    public synchronized void stored(String what) {
        if (failing.remove(what) != null && failing.isEmpty()) {
            LOG.info("everything can be written again; submits continue");
        }
    }

    /**
     * Stores something that must not be lost, retrying on this thread until it is stored.
     *
     * @throws NotStoredException when the application stops before that
     */
    public void store(CamelContext context, String what, Attempt attempt) {
        if (succeeds(what, attempt)) {
            return;
        }
        boolean[] done = new boolean[1];
        Tasks.foregroundTask()
                .withName("analyze-text-storage")
                .withBudget(Budgets.iterationTimeBudget()
                        .withUnlimitedDuration()
                        .withInterval(retry)
                        .build())
                .build()
                .run(context, () -> {
                    done[0] = !isStopping(context) && succeeds(what, attempt);
                    return done[0] || isStopping(context);
                });
        if (!done[0]) {
            throw new NotStoredException(what + " could not be written before the application stopped");
        }
    }

    private static boolean isStopping(CamelContext context) {
        return context.isStopping() || context.isStopped();
    }

    private boolean succeeds(String what, Attempt attempt) {
        try {
            attempt.run();
        } catch (Exception failure) {
            failed(what, failure);
            return false;
        }
        stored(what);
        return true;
    }

    /** Whether batches may be submitted. */
    public synchronized boolean isOpen() {
        return failing.isEmpty();
    }

    /**
     * Lets a call pass, unless it is a submit whose job could not be stored.
     *
     * @throws ServiceNotReadyException when the submit has to go back to where its batch is kept
     */
    public void beforeCall(@Body ServiceCall call) {
        if (call.kind() == ServiceCall.Kind.SUBMIT) {
            problem().ifPresent(reason -> {
                throw new ServiceNotReadyException(Reason.NO_PERMIT, reason, null);
            });
        }
    }

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public synchronized Optional<String> problem() {
        return failing.isEmpty() ? Optional.empty() : Optional.of(reason(failing));
    }

    private static String reason(Map<String, String> failing) {
        Map.Entry<String, String> first = failing.entrySet().iterator().next();
        int more = failing.size() - 1;
        return first.getKey() + " can't be written (" + first.getValue() + ")"
                + (more == 0 ? "" : ", nor " + more + " more");
    }
}
