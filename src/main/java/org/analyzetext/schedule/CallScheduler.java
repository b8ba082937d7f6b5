package org.analyzetext.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.analyzetext.service.TaskProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All calls of a pipeline pass here in an order: urgent documents, then polls of jobs that are paid for, then
 * other live documents, then a backfill; with those of other pipelines in one queue. A call waits while the quota of its
 * resource is used up, while the resource asked for a wait, and while it is out of order. Thread-safe.
 *
 * <p>Long because one lock guards who waits and what the answers said.
 */
public final class CallScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(CallScheduler.class);
    /** Waits without a known end are retried this often. */
    private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, ResourceGate> gates = new LinkedHashMap<>();
    private final CallBudget budget;
    private final Map<CallRank, CallLine> lines = new EnumMap<>(CallRank.class);

    /**
     * The calls of a pipeline.
     *
     * @param budget what it shares with others
     */
    CallScheduler(Collection<ResourceGate> gates, CallBudget budget) {
        gates.forEach(gate -> this.gates.put(gate.resource(), gate));
        this.budget = budget;
    }

    /**
     * The calls of a pipeline to these resources.
     *
     * @param backOff the waits for a resource that fails or throttles without saying for how long
     * @param backfill whether the pipeline gives way to others when it is throttled
     * @param lease how long a call can take at most
     * @param budget what it shares with others
     */
    public static CallScheduler of(
            Collection<Resource> resources, BackOff backOff, boolean backfill, Duration lease, CallBudget budget) {
        List<ResourceGate> gates = resources.stream()
                .map(resource -> new ResourceGate(
                        resource.name(),
                        resource.credentials(),
                        budget.pace(resource),
                        backOff,
                        backfill ? 0.5 : 0.9,
                        lease))
                .toList();
        return new CallScheduler(gates, budget);
    }

    /** What it shares with other pipelines. */
    public CallBudget budget() {
        return budget;
    }

    /**
     * Waits until a call may be made.
     *
     * @param backfill whether live documents go first
     * @param longest how long to wait at most
     * @param end why to wait no longer; null while there is no reason
     * @return the resource to call
     * @throws ServiceNotReadyException when the time is up
     */
    String await(ServiceCall call, boolean backfill, Duration longest, Supplier<@Nullable String> end)
            throws InterruptedException {
        budget.lock.lockInterruptibly();
        try {
            CallLine line =
                    lines.computeIfAbsent(CallRank.of(call, backfill), rank -> new CallLine(rank, gates.values()));
            PendingCall pending = new PendingCall(call, line, budget.nextNumber());
            Condition awake = budget.lock.newCondition();
            budget.queue.add(pending);
            budget.sleepers.put(pending, awake);
            try {
                return await(pending, awake, budget.now() + longest.toNanos(), end);
            } finally {
                budget.queue.remove(pending);
                budget.sleepers.remove(pending);
                wakeFirst();
            }
        } finally {
            budget.lock.unlock();
        }
    }

    private String await(PendingCall pending, Condition awake, long until, Supplier<@Nullable String> end)
            throws InterruptedException {
        while (true) {
            long now = budget.now();
            long next = budget.queue.grant(now);
            budget.sleepers.forEach((other, condition) -> {
                if (other.granted() != null) {
                    condition.signal();
                }
            });
            ResourceGate granted = pending.granted();
            if (granted != null) {
                return granted.resource();
            }
            String ended = end.get();
            if (ended != null) {
                throw new ServiceNotReadyException(Reason.NO_PERMIT, ended, null);
            }
            if (now >= until) {
                throw new ServiceNotReadyException(
                        Reason.NO_PERMIT, "the batch waited for a permit to call for too long", null);
            }
            boolean leads = budget.queue.first().filter(pending::equals).isPresent();
            long sleep = Math.min(until - now, leads ? Math.min(next - now, LONGEST_SLEEP) : LONGEST_SLEEP);
            if (awake.awaitNanos(sleep) < 0) {
                LOG.trace("still waiting: {}", pending.kind());
            }
        }
    }

    /** The resource took note of a call, and may have asked for a wait all the same. */
    void answered(ServiceCall call, @Nullable Duration retryAfter) {
        report(call, (gate, now) -> {
            if (retryAfter != null) {
                gate.pause(call.kind(), now, retryAfter);
                WaitLog.asked(gate, call, retryAfter);
            }
            if (gate.answered(call.kind())) {
                LOG.info("resource {} answers again; calls continue", call.resource());
            }
            if (retryAfter == null && gate.isBackAtFullPace(now)) {
                LOG.info("resource {} is called at its full pace again", call.resource());
            }
        });
    }

    /**
     * A submit was answered, one way or the other.
     *
     * @param refusal why its tasks seem to be at fault; null where they don't
     */
    void submitted(ServiceCall call, boolean taken, @Nullable String refusal) {
        report(call, (gate, now) -> {
            TaskHolds tasks = gate.tasks();
            if (taken && tasks.taken(call.tasks(), now)) {
                LOG.info(
                        "resource {} takes {} again; submits continue",
                        call.resource(),
                        TaskProperties.names(call.tasks()));
            }
            if (refusal != null) {
                WaitLog.refusal(tasks.refused(call.tasks(), refusal, now), refusal);
            } else if (!taken) {
                tasks.release(call.tasks());
            }
        });
    }

    /** Whether each resource refuses some of these tasks, so that a submit that asks them would wait. */
    public boolean holds(Collection<String> tasks) {
        budget.lock.lock();
        try {
            long now = budget.now();
            return gates.values().stream().allMatch(gate -> gate.tasks().readyAt(tasks, now) > now);
        } finally {
            budget.lock.unlock();
        }
    }

    /** Whether the tasks of a refused submit are taken to be at fault, which does not say who is. */
    boolean doubted(ServiceCall call) {
        Boolean atFault =
                ask(call.resource(), (gate, now) -> gate.tasks().doubted(call.tasks(), call.documents() == 1));
        return Boolean.TRUE.equals(atFault);
    }

    /** A job was refused because of these tasks: submits that ask them wait, but for one now and then that tries them. */
    public void jobRefused(String resource, List<String> tasks, Instant submittedAt, String refusal) {
        ask(resource, (gate, now) -> {
            WaitLog.refusal(gate.tasks().jobRefused(tasks, submittedAt, refusal, now), refusal);
            return null;
        });
    }

    /** A job was answered by these tasks. */
    public void jobAnswered(String resource, List<String> tasks, Instant submittedAt) {
        ask(resource, (gate, now) -> {
            if (gate.tasks().jobAnswered(tasks, submittedAt)) {
                LOG.info("resource {} answers {} again; submits continue", resource, TaskProperties.names(tasks));
                wakeFirst();
            }
            return null;
        });
    }

    /** Whether all of these tasks answered a job that was submitted after this time. */
    public boolean answeredAfter(String resource, List<String> tasks, Instant time) {
        return Boolean.TRUE.equals(ask(resource, (gate, now) -> gate.tasks().answeredAfter(tasks, time)));
    }

    /**
     * The resource could not take a call.
     *
     * @param key the number of the key or token that it was called with
     */
    void notReady(ServiceCall call, ServiceNotReadyException why, int key) {
        Duration asked = why.retryAfter();
        report(call, (gate, now) -> {
            switch (why.reason()) {
                case THROTTLED, QUOTA_USED_UP -> {
                    boolean usedUp = why.reason() == Reason.QUOTA_USED_UP;
                    Duration wait = gate.throttled(call.kind(), now, asked, usedUp);
                    WaitLog.throttled(gate, call, why, wait);
                }
                case AWAY, UNREACHABLE -> {
                    if (asked != null) {
                        gate.pause(call.kind(), now, asked);
                        WaitLog.asked(gate, call, asked);
                    }
                    if (gate.failed(call.kind(), now)) {
                        LOG.warn(
                                "resource {} is out of order: one call at a time tries it from now on",
                                call.resource());
                    }
                }
                case REFUSED -> {
                    if (gate.refused(call.kind(), now)) {
                        LOG.error("{}", why.getMessage());
                    }
                }
                case KEY_REFUSED -> {
                    if (gate.isFormerKey(key) && gate.keyRefused(call.kind(), key)) {
                        LOG.debug("{}; another one is used by now", why.getMessage());
                    } else if (gate.keyRefused(call.kind(), key)) {
                        LOG.warn("{}. Another one is tried", why.getMessage());
                    } else if (gate.closed(now)) {
                        LOG.error("{}", why.getMessage());
                    }
                }
                case TASKS_REFUSED -> {
                    gate.answered(call.kind());
                    String refusal = String.valueOf(why.getMessage());
                    WaitLog.refusal(gate.tasks().refused(why.tasks(), refusal, now), refusal);
                }
                case NO_PERMIT -> LOG.trace("{}", why.getMessage());
            }
            if (why.reason() != Reason.TASKS_REFUSED && why.reason() != Reason.NO_PERMIT) {
                gate.tasks().release(call.tasks());
            }
        });
    }

    private void report(ServiceCall call, ObjLongConsumer<ResourceGate> what) {
        budget.lock.lock();
        try {
            ResourceGate gate = gates.get(call.resource());
            if (gate != null) {
                what.accept(gate, budget.now());
            }
            wakeFirst();
        } finally {
            budget.lock.unlock();
        }
    }

    /** How many polls for each job of a resource there is room for; without bound while nothing is submitted. */
    public double pollsForEachJob(String resource) {
        budget.lock.lock();
        try {
            ResourceGate gate = gates.get(resource);
            if (gate == null) {
                return Double.POSITIVE_INFINITY;
            }
            double waiting = (double) budget.queue.submitsWaiting(gate) / Math.max(1, gates.size());
            return gate.pollsForEachJob(budget.now(), waiting);
        } finally {
            budget.lock.unlock();
        }
    }

    /** Why no documents flow to a resource, in plain words; null while they do. */
    @Nullable
    String problem(String resource) {
        return ask(resource, ResourceGate::problem);
    }

    /**
     * The pipeline has another part of the work of its group, each from 0 to 1: it gets as much of the quota of each resource
     * for which the configuration does not say its share.
     *
     * @param submits the part of the submits
     * @param polls the part of the polls
     */
    public void share(double submits, double polls) {
        budget.lock.lock();
        try {
            long now = budget.now();
            gates.values().forEach(gate -> gate.share(this, new ResourcePace.Share(submits, polls), now));
            wakeFirst();
        } finally {
            budget.lock.unlock();
        }
    }

    /** The part of a resource's quota that is this process's. */
    double share(String resource) {
        return number(ask(resource, (gate, now) -> gate.share()));
    }

    /** The part of a resource's quota that is used, from 0 to about 1. */
    double used(String resource) {
        return number(ask(resource, ResourceGate::used));
    }

    /** Calls a minute that a resource gets at most now; infinite where calls are not paced. */
    double perMinute(String resource) {
        return number(ask(resource, (gate, now) -> gate.perMinute()));
    }

    private static double number(@Nullable Double asked) {
        return asked == null ? Double.NaN : asked;
    }

    /** For how many seconds more a resource asked not to be called. */
    double waitLeft(String resource) {
        Double left = ask(resource, ResourceGate::waitLeft);
        return left == null ? 0 : left;
    }

    private <T> @Nullable T ask(String resource, GateQuestion<T> question) {
        budget.lock.lock();
        try {
            ResourceGate gate = gates.get(resource);
            return gate == null ? null : question.answer(gate, budget.now());
        } finally {
            budget.lock.unlock();
        }
    }

    /** Something to be asked of a gate. */
    private interface GateQuestion<T> {
        @Nullable
        T answer(ResourceGate gate, long now);
    }

    private void wakeFirst() {
        budget.queue.first().map(budget.sleepers::get).ifPresent(Condition::signal);
    }

    /** Wakes all that wait, so that they see that something has changed. */
    void wakeAll() {
        budget.lock.lock();
        try {
            budget.sleepers.values().forEach(Condition::signal);
        } finally {
            budget.lock.unlock();
        }
    }
}
