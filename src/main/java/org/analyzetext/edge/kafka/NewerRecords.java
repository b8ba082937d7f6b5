package org.analyzetext.edge.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.analyzetext.job.NewerRecord;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job records in the topics that only a newer release can read, as this instance meets them: each comes by again
 * within the delay after which it was put back. Thread-safe.
 */
final class NewerRecords implements HealthCondition {
    private static final Logger LOG = LoggerFactory.getLogger(NewerRecords.class);
    /** A record that did not come by for so long is gone, or with another instance. */
    private static final Duration REMEMBERED = DelayTier.FIFTEEN_SECONDS.delay().multipliedBy(4);
    /** More are not distinguished. */
    private static final int MOST = 100_000;

    private final Clock clock;
    /** When each batch came by last, the oldest first. */
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    private long toldAt;

    public NewerRecords(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of a record; the first is logged, and then each tenfold. */
    synchronized void seen(NewerRecord record) {
        long before = waiting();
        if (before == 0) {
            toldAt = 0;
        }
        seen.remove(record.batch());
        if (seen.size() < MOST) {
            seen.put(record.batch(), clock.instant());
        }
        if (seen.size() >= Math.max(1, toldAt * 10)) {
            toldAt = seen.size();
            LOG.warn(
                    "{} job record(s) of version {}, such as batch {}, can be read by a newer release only: they go"
                            + " round in the jobs topics until an instance of it takes them, and nothing of them is lost",
                    toldAt,
                    record.v(),
                    record.batch());
        }
    }

    private synchronized long waiting() {
        Instant gone = clock.instant().minus(REMEMBERED);
        seen.values().removeIf(at -> at.isBefore(gone));
        return seen.size();
    }

    @Override
    public String name() {
        return "newer-jobs";
    }

    @Override
    public Optional<String> problem() {
        long waiting = waiting();
        return waiting == 0
                ? Optional.empty()
                : Optional.of(waiting + " job record(s) wait for a newer release: only that can read them; run an"
                        + " instance of it");
    }

    /** How many there are. */
    public List<PipelineGauge> levels() {
        return List.of(new PipelineGauge(
                "jobs.newer", "Job records in the topics that only a newer release can read", Map.of(), () ->
                        (double) waiting()));
    }
}
