package org.analyzetext.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that a resource refuses: submits that ask them wait, but for one at a time that tries whether somebody has
 * fixed it. Times are nanoseconds of one monotonic clock. Not thread-safe: the {@link CallScheduler} guards it.
 */
final class TaskHolds {
    /** One bad document refuses the batch, its half, and so on down to itself: so many submits, and not one more. */
    private static final int ALIKE = 6;
    /** After so many submits that were taken in a row nothing is in doubt any more. */
    private static final int SURE = 25;
    /** A job that is refused may be paid for, so it is tried this much more slowly than a submit. */
    private static final int JOB_FACTOR = 10;

    private final BackOff submits;
    private final BackOff jobs;
    private final Duration lease;
    private final Map<Set<String>, Hold> holds = new LinkedHashMap<>();
    private final Map<Set<String>, Doubt> doubts = new HashMap<>();
    /** When the last job that these tasks answered was submitted. */
    private final Map<Set<String>, Instant> answered = new HashMap<>();

    private static final class Hold {
        private final Breaker breaker;
        private final String words;
        /** When the last job was submitted that was refused; null where the submits themselves are refused. */
        private @Nullable Instant refusedJob;

        private Hold(Breaker breaker, String words, @Nullable Instant refusedJob) {
            this.breaker = breaker;
            this.words = words;
            this.refusedJob = refusedJob;
        }
    }

    /** Submits were refused without a word whether a document or a task is at fault. */
    private static final class Doubt {
        private int refused;
        private int taken;
        private boolean taskWorks;
    }

    /**
     * Holds tasks.
     *
     * @param backOff the waits between submits that try refused tasks
     * @param lease how long a submit can take
     */
    TaskHolds(BackOff backOff, Duration lease) {
        this.submits = backOff;
        this.jobs = new BackOff(backOff.longest(), backOff.longest().multipliedBy(JOB_FACTOR));
        this.lease = lease;
    }

    private List<Hold> on(Collection<String> tasks) {
        return holds.entrySet().stream()
                .filter(hold -> tasks.containsAll(hold.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** When a submit that asks these tasks may be made. */
    long readyAt(Collection<String> tasks, long now) {
        return on(tasks).stream().mapToLong(hold -> hold.breaker.readyAt(now)).reduce(now, Math::max);
    }

    /** A submit is made; it is the trial of each held task that it asks. */
    void take(Collection<String> tasks, long now) {
        on(tasks).forEach(hold -> hold.breaker.take(now));
    }

    /** A trial ended in a way that says nothing of its tasks. */
    void release(Collection<String> tasks) {
        on(tasks).forEach(hold -> hold.breaker.tryNow());
    }

    /** A submit was taken. Returns whether a hold ends by that; where jobs were refused, only the job's end says. */
    boolean taken(Collection<String> tasks, long now) {
        Doubt doubt = doubts.get(Set.copyOf(tasks));
        if (doubt != null) {
            doubt.refused = 0;
            doubt.taskWorks = true;
            doubt.taken++;
            if (doubt.taken >= SURE) {
                doubts.remove(Set.copyOf(tasks));
            }
        }
        on(tasks).stream().filter(hold -> hold.refusedJob != null).forEach(hold -> hold.breaker.failed(now));
        return holds.entrySet()
                .removeIf(hold -> hold.getValue().refusedJob == null && tasks.containsAll(hold.getKey()));
    }

    /** A submit was refused because of these tasks. Returns whether they are held by that. */
    boolean refused(Collection<String> tasks, String words, long now) {
        Hold hold = holds.get(Set.copyOf(tasks));
        boolean isNew = hold == null;
        if (hold == null) {
            hold = new Hold(new Breaker(1, submits, lease), words, null);
            holds.put(Set.copyOf(tasks), hold);
        }
        hold.breaker.failed(now);
        return isNew;
    }

    /** A job was refused because of these tasks. Returns whether they are held by that. */
    boolean jobRefused(Collection<String> tasks, Instant submittedAt, String words, long now) {
        Hold hold = holds.get(Set.copyOf(tasks));
        if (hold != null) {
            boolean later = hold.refusedJob == null || submittedAt.isAfter(hold.refusedJob);
            hold.refusedJob = later ? submittedAt : hold.refusedJob;
            return false;
        }
        Hold fresh = new Hold(new Breaker(1, jobs, lease), words, submittedAt);
        fresh.breaker.failed(now);
        holds.put(Set.copyOf(tasks), fresh);
        return true;
    }

    /** These tasks answered a job. Returns whether a hold ends by that. */
    boolean jobAnswered(Collection<String> tasks, Instant submittedAt) {
        answered.merge(Set.copyOf(tasks), submittedAt, (one, other) -> one.isAfter(other) ? one : other);
        return holds.entrySet().removeIf(hold -> {
            Instant refused = hold.getValue().refusedJob;
            return refused != null && submittedAt.isAfter(refused) && tasks.containsAll(hold.getKey());
        });
    }

    /** Whether all of these tasks answered a job that was submitted after this time. */
    boolean answeredAfter(Collection<String> tasks, Instant time) {
        return answered.entrySet().stream()
                .anyMatch(
                        job -> job.getKey().containsAll(tasks) && job.getValue().isAfter(time));
    }

    /**
     * A submit was refused without a word whether a document or a task is at fault.
     *
     * @param alone whether it had one document
     * @return whether the task is taken to be at fault: it was not seen to work since such refusals began
     */
    boolean doubted(Collection<String> tasks, boolean alone) {
        Doubt doubt = doubts.computeIfAbsent(Set.copyOf(tasks), any -> new Doubt());
        doubt.refused++;
        doubt.taken = 0;
        doubt.taskWorks &= doubt.refused < ALIKE;
        return !doubt.taskWorks && (alone || doubt.refused >= ALIKE);
    }

    /** What is refused, in the words of the first refusal; null where nothing is. */
    @Nullable
    String problem() {
        return holds.values().stream().map(hold -> hold.words).findFirst().orElse(null);
    }
}
