package org.analyzetext.localservice;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** The jobs of the last 24 hours. Thread-safe. */
final class Jobs {
    static final Duration KEPT = Duration.ofHours(24);
    private static final long KEPT_MICROS = KEPT.toNanos() / 1_000;

    private final ConcurrentMap<UUID, Job> byId = new ConcurrentHashMap<>();
    private final Queue<Job> byAge = new ConcurrentLinkedQueue<>();
    private final JobClock clock;
    private final Counters counters;

    Jobs(JobClock clock, Counters counters) {
        this.clock = clock;
        this.counters = counters;
    }

    void add(Job job) {
        purge();
        byId.put(job.id(), job);
        byAge.add(job);
    }

    /** The job, unless it is unknown, lost or past its 24 hours. */
    Optional<Job> find(UUID id) {
        purge();
        return Optional.ofNullable(byId.get(id)).filter(job -> job.outcome().ending() != JobOutcome.Ending.LOST);
    }

    int size() {
        return byId.size();
    }

    /** Shows every job, in the order in which they came. */
    void each(Consumer<Job> viewer) {
        byAge.forEach(viewer);
    }

    /** Forgets all jobs, as a service that lost its memory. */
    int lose() {
        int lost = 0;
        for (Job job : byId.values()) {
            if (byId.remove(job.id(), job)) {
                lost++;
                countLost(job);
            }
        }
        byAge.clear();
        return lost;
    }

    private void purge() {
        long oldest = clock.micros() - KEPT_MICROS;
        Job job = byAge.peek();
        while (job != null && job.createdAt() <= oldest) {
            if (byAge.remove(job) && byId.remove(job.id(), job)) {
                countLost(job);
            }
            job = byAge.peek();
        }
    }

    /** A job that was seen finished did its work; one whose outcome was bad is counted already. */
    private void countLost(Job job) {
        if (job.seeFirst() && job.outcome().ending() == JobOutcome.Ending.SUCCEEDED) {
            counters.lost(job);
        }
    }
}
