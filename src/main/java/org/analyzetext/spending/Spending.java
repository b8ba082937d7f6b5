package org.analyzetext.spending;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.analyzetext.error.SpendingHaltException;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.CallWait;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.spending.SpendingStatus.State;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.task.Tasks;
import org.apache.camel.support.task.budget.Budgets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps submits within the spending limits. A batch is counted durably before each POST that may cost, and taken back
 * when it surely cost nothing; so after a kill the count is never below the service's bill, and above it by the batches
 * that were being posted at most. Polls are never held up. Thread-safe.
 */
public final class Spending {
    private static final Logger LOG = LoggerFactory.getLogger(Spending.class);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private static final String COUNTED = "analyzeTextCounted";

    private final SpendingLimits limits;
    private final SpendingStore ledger;
    private final RunCounters counters;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile SpendingStatus seen = new SpendingStatus(State.OPEN, 0, 0, null, null);
    /** The text records of the batch that did not fit; 0 when none is known. */
    private long wanted;

    private State reported = State.OPEN;

    public Spending(SpendingLimits limits, SpendingStore ledger, RunCounters counters, Clock clock) {
        this.limits = limits;
        this.ledger = ledger;
        this.counters = counters;
        this.clock = clock;
    }

    /** Whether batches may be submitted now, as far as is known without trying. */
    public boolean isOpen() {
        lock.lock();
        try {
            State now = state();
            if (now != reported) {
                report(now);
                reported = now;
            }
            return now == State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /** What is counted, and whether batches are submitted. */
    public SpendingStatus status() {
        lock.lock();
        try {
            String reason = isOpen() ? null : reason(reported);
            Spent spent = limits.any() ? ledger.spent(today()) : Spent.nothing(today());
            return new SpendingStatus(reported, spent.dayRecords(), spent.monthRecords(), until(reported), reason);
        } finally {
            lock.unlock();
        }
    }

    /** The same at once, as it was lately while a submit is being counted: who asks for health must not wait for that. */
    public SpendingStatus glance() {
        if (lock.tryLock()) {
            try {
                seen = status();
            } finally {
                lock.unlock();
            }
        }
        return seen;
    }

    /**
     * Waits until batches may be submitted.
     *
     * @param waiting what waits
     * @throws SpendingHaltException when they still may not be then, or when the application stops
     */
    public void await(CamelContext context, @Body Deadline waiting) {
        if (isOpen()) {
            return;
        }
        Tasks.foregroundTask()
                .withName("analyze-text-spending")
                .withBudget(Budgets.iterationTimeBudget()
                        .withMaxDuration(atLeast(GLANCE, Duration.between(clock.instant(), waiting.until())))
                        .withInterval(GLANCE)
                        .build())
                .build()
                .run(context, () -> isOpen() || context.isStopping());
        if (!isOpen()) {
            throw halt();
        }
    }

    private static Duration atLeast(Duration least, Duration duration) {
        return duration.compareTo(least) < 0 ? least : duration;
    }

    /** Before each call: counts a submit, unless the POST before it is counted and surely cost nothing. */
    public void beforeCall(Exchange exchange, @Body ServiceCall call) throws IOException {
        if (call.kind() != ServiceCall.Kind.SUBMIT) {
            return;
        }
        Counted counted = exchange.getProperty(COUNTED, Counted.class);
        boolean paid = counted != null && counted.days().size() > ambiguous(exchange);
        lock.lock();
        try {
            if (!isOpen() && (reported == State.PAUSED || !paid)) {
                throw halt();
            }
            if (limits.any() && !paid) {
                LocalDate day = count(call.textRecords());
                if (counted == null) {
                    counted = new Counted(call.textRecords(), new ArrayList<>());
                    exchange.setProperty(COUNTED, counted);
                }
                counted.days().add(day);
            }
        } finally {
            lock.unlock();
        }
    }

    private LocalDate count(long records) throws IOException {
        if (breached(ledger.spent(today()), records) == State.OPEN) {
            Spent after = ledger.count(today(), records);
            if (breached(after, 0) == State.OPEN) {
                return after.day();
            }
            // Others that share the limit were quicker.
            release(after.day(), records);
        }
        wanted = records;
        isOpen();
        throw halt();
    }

    /** After a submit, however it ended: takes back what was counted and surely not spent. */
    public void settle(Exchange exchange, @Body Object outcome) {
        Counted counted = exchange.getProperty(COUNTED, Counted.class);
        if (counted == null) {
            return;
        }
        exchange.removeProperty(COUNTED);
        List<LocalDate> days = counted.days();
        int spent = spent(outcome, ambiguous(exchange), days.size());
        lock.lock();
        try {
            for (LocalDate day : days.subList(Math.min(spent, days.size()), days.size())) {
                release(day, counted.records());
            }
        } finally {
            lock.unlock();
        }
    }

    /** What can't be taken back stays counted: the count is then above the bill, never below. */
    private void release(LocalDate day, long records) {
        try {
            ledger.release(day, records);
        } catch (IOException | RuntimeException failed) {
            LOG.warn("{} text records stay counted that were not spent: {}", records, failed.toString());
        }
    }

    /** How many POSTs of a call may have cost something. */
    private static int spent(Object outcome, int ambiguous, int counted) {
        if (outcome instanceof ServiceAnswer answer) {
            return answer.ambiguous() + (answer.accepted() ? 1 : 0);
        }
        boolean known = outcome instanceof ServiceNotReadyException
                || outcome instanceof SpendingHaltException
                || outcome instanceof IOException;
        return known ? ambiguous : counted;
    }

    private static int ambiguous(Exchange exchange) {
        return Objects.requireNonNullElse(exchange.getProperty(CallWait.AMBIGUOUS, Integer.class), 0);
    }

    private State state() {
        if (limits.pauseFile() != null && Files.exists(limits.pauseFile())) {
            return State.PAUSED;
        }
        if (wanted == 0) {
            return State.OPEN;
        }
        State state = breached(ledger.spent(today()), wanted);
        if (state == State.OPEN) {
            wanted = 0;
        }
        return state;
    }

    /** The limit that would be exceeded by so many text records more. */
    private State breached(Spent spent, long more) {
        if (limits.perMonth() > 0 && spent.monthRecords() + more > limits.perMonth()) {
            return State.MONTH_REACHED;
        }
        return limits.perDay() > 0 && spent.dayRecords() + more > limits.perDay() ? State.DAY_REACHED : State.OPEN;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), limits.zone());
    }

    private @Nullable Instant until(State state) {
        LocalDate day = today();
        return switch (state) {
            case OPEN, PAUSED -> null;
            case DAY_REACHED ->
                wanted > limits.perDay()
                        ? null
                        : day.plusDays(1).atStartOfDay(limits.zone()).toInstant();
            case MONTH_REACHED ->
                wanted > limits.perMonth()
                        ? null
                        : day.plusMonths(1)
                                .withDayOfMonth(1)
                                .atStartOfDay(limits.zone())
                                .toInstant();
        };
    }

    private void report(State now) {
        if (now == State.OPEN) {
            LOG.info("submits continue");
        } else {
            counters.halted();
            LOG.warn("{}. Nothing is submitted and nothing is lost; jobs in flight continue", reason(now));
        }
    }

    private SpendingHaltException halt() {
        return new SpendingHaltException(reason(reported));
    }

    private String reason(State state) {
        Spent spent = limits.any() ? ledger.spent(today()) : Spent.nothing(today());
        return switch (state) {
            case OPEN -> "others that share the spending limit were quicker, and gave room free again";
            case PAUSED -> "submitting is paused until " + limits.pauseFile() + " is removed";
            case DAY_REACHED -> reason("day", spent.dayRecords(), limits.perDay(), until(state));
            case MONTH_REACHED -> reason("month", spent.monthRecords(), limits.perMonth(), until(state));
        };
    }

    private String reason(String period, long counted, long limit, @Nullable Instant until) {
        String begin = "the spending limit of " + limit + " text records a " + period + " (analyze-text.spending.per-"
                + period + ") is reached: " + counted + " are counted, and the next batch has " + wanted;
        return until == null
                ? begin + ", more than the limit itself, so submitting waits until the limit is raised"
                : begin + ", so submitting waits until " + until + " or until the limit is raised";
    }

    /** What was counted for a call: the text records of a POST, and the day of each POST that may cost. */
    private record Counted(long records, List<LocalDate> days) {}
}
