package org.analyzetext.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.analyzetext.job.Priority;
import org.analyzetext.job.SubmittedJob;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When to poll a job: as soon as it is over with a probability that depends on how scarce calls are, and whether it is
 * urgent. A job may be looked at before that, at no call's expense, because much can have been learned since it was planned.
 * Thread-safe.
 */
public final class PollSchedule {
    private static final Logger LOG = LoggerFactory.getLogger(PollSchedule.class);
    /** Polls of one job are never closer, in milliseconds. */
    private static final double SHORTEST = 250;
    /** Where calls are scarcest, and where nothing else is called. */
    private static final double MOST_SURE = 0.97;

    private static final double LEAST_SURE = 0.04;
    /** A job that was polled in vain is one of few: to be this sure is enough for the next polls. */
    private static final double SURE_AFTER_FIRST = 0.75;
    /** What fewer jobs than this outlast is known too roughly to plan by alone. */
    private static final double RARE = 0.05;
    /** There the distance between polls is this part of the job's age, where calls are scarcest. */
    private static final double TAIL = 0.5;
    /** As long as little is known, every so many-th job is polled earlier than would be thrifty. */
    private static final int SCOUTS = 8;

    private static final double SCOUT_SURE = 0.25;
    /** Where the service's own times can't be believed every so many-th job is polled at the median, and teaches the others. */
    private static final int UNTOLD_SCOUTS = 4;

    private static final double UNTOLD_SURE = 0.5;
    /** Urgent jobs are polled sooner than others, for about this part of all calls. */
    private static final double URGENT_PART = 0.005;
    /** A submit and a poll. */
    private static final double CALLS_OF_A_JOB = 2;
    /** What each job counts in the mean of which part is urgent. */
    private static final double URGENT_WEIGHT = 0.001;
    /** The first guesses of a job's duration grow by this. */
    private static final double GROWTH = 1.5;
    /** Above this wait, in milliseconds, a job is looked at on half of its way to see whether the plan still holds. */
    private static final double LONG_WAIT = 4_000;

    /** From a due time to the answer of its poll the time passes that the queue and the call take; at most this. */
    private static final double LONGEST_WAY = 200;
    /** What each poll counts in the mean. */
    private static final double WAY_WEIGHT = 0.1;

    /** Two clocks that are kept right differ by less, in milliseconds. */
    private static final double CLOCKS_AGREE = 1_000;

    private static final double MOST_JITTER = 100;
    private static final Duration REPORTED_EVERY = Duration.ofMinutes(5);
    private static final int REMEMBERED = 20_000;

    private final double longest;
    private final JobDurations durations;
    private final ToDoubleFunction<String> pollsForEachJob;
    private final DoubleSupplier random;
    /** When jobs were last polled in vain; forgetting one costs a poll. */
    private final Map<String, Instant> lastPolls = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** By resource. */
    private final Map<String, ReportedTimes> reportedTimes = new HashMap<>();

    private volatile double way;
    /** The part of the jobs that is urgent; a guess at first. */
    private volatile double urgent = 0.01;

    private @Nullable Instant reported;

    /**
     * Plans by what it learns.
     *
     * @param first when to poll first while nothing is known
     * @param longest the longest distance between polls of a job that takes longer than all that are known
     * @param pollsForEachJob how many polls each job of a resource there is room for
     * @param random evenly from 0 to 1
     */
    public PollSchedule(
            Duration first, Duration longest, ToDoubleFunction<String> pollsForEachJob, DoubleSupplier random) {
        this.longest = (double) longest.toMillis();
        this.durations = new JobDurations(guesses((double) first.toMillis(), this.longest));
        this.pollsForEachJob = pollsForEachJob;
        this.random = random;
    }

    private static Samples guesses(double first, double longest) {
        Samples guesses = Samples.of(first);
        for (double guess = first * GROWTH; guess <= longest && guess > 0; guess *= GROWTH) {
            guesses.add(guess);
        }
        return guesses;
    }

    /** Whether the clock was put back since the job's submit, or is another one: then the job's age is unknown. */
    private static boolean isOfUnknownAge(SubmittedJob job, Instant now) {
        return age(job, now) < -CLOCKS_AGREE;
    }

    private static double age(SubmittedJob job, Instant now) {
        return (double) Duration.between(job.submittedAt(), now).toMillis();
    }

    /** When the job is due next. */
    public Instant next(SubmittedJob job, Instant now) {
        double age = Math.max(0, age(job, now));
        double wait = poll(job) - age;
        wait = wait > LONG_WAIT ? wait / 2 : wait - Math.min(way, Math.max(wait, 0) / 2);
        double jitter = (random.getAsDouble() - 0.5) * Math.min(MOST_JITTER, Math.max(wait, 0) / 5);
        return now.plusMillis(Math.round(Math.max(wait, 0) + jitter));
    }

    /** Whether a poll of the job is worth a call, or should rather be made later; a moment later is not worth the way. */
    public boolean isWorthwhile(SubmittedJob job, Instant now) {
        return isOfUnknownAge(job, now) || age(job, now) + SHORTEST >= poll(job);
    }

    /** The job runs on. */
    public void stillRuns(SubmittedJob job, Instant now) {
        if (isOfUnknownAge(job, now)) {
            return;
        }
        lastPolls.put(job.jobId(), now);
        if (job.due() != null) {
            learnWay((double) Duration.between(job.due(), now).toMillis());
        }
    }

    private synchronized void learnWay(double took) {
        way += WAY_WEIGHT * (Math.max(0, Math.min(took, LONGEST_WAY)) - way);
    }

    /**
     * The job is over. When it ended is known roughly: between the poll that last found it running and the one that first
     * found it over; and, where the service's times are believed, within a second of what they say.
     *
     * @param byService how long it took as the service says; null where it does not
     */
    public void ended(SubmittedJob job, @Nullable Duration byService, Instant now) {
        if (isOfUnknownAge(job, now)) {
            return;
        }
        learnUrgent(job.priority() == Priority.URGENT);
        double from = (double) lastPoll(job).toMillis();
        double to = (double) Duration.between(job.submittedAt(), now).toMillis();
        lastPolls.remove(job.jobId());
        if (byService != null) {
            double about = (double) byService.toMillis();
            if (isBelieved(job, about, from, to)) {
                from = Math.max(from, about - ReportedTimes.RESOLUTION);
                to = Math.min(to, about + ReportedTimes.RESOLUTION);
            }
        }
        if (from == 0 && isUntold(job) && !isScout(job, UNTOLD_SCOUTS)) {
            // That it was over by the time that was planned says nothing of how much sooner.
            return;
        }
        // Anywhere in between: the same value for all would make gaps without a poll.
        durations.learn(job, Duration.ofMillis(Math.round(from + (to - from) * random.getAsDouble())));
        report(now);
    }

    private synchronized void learnUrgent(boolean isUrgent) {
        urgent += URGENT_WEIGHT * ((isUrgent ? 1 : 0) - urgent);
    }

    /** Polls in vain that an urgent job may cost: many while few jobs are urgent, next to none where all are. */
    private double urgentPolls() {
        return URGENT_PART * CALLS_OF_A_JOB / urgent;
    }

    private synchronized boolean isBelieved(SubmittedJob job, double about, double from, double to) {
        ReportedTimes times = reportedTimes.computeIfAbsent(job.resource(), any -> new ReportedTimes());
        boolean moved = times.move();
        boolean believed = times.isBelieved(about, from, to);
        if (times.move() && !moved) {
            durations.forget();
            LOG.warn(
                    "resource {} reports jobs as ended just when they are polled, however late: durations are learned from"
                            + " polls alone",
                    job.resource());
        }
        return believed;
    }

    /** Whether only our own polls say how long jobs take. */
    private synchronized boolean isUntold(SubmittedJob job) {
        ReportedTimes times = reportedTimes.get(job.resource());
        return times != null && times.move();
    }

    private static boolean isScout(SubmittedJob job, int oneOf) {
        return Math.floorMod(job.jobId().hashCode(), oneOf) == 0;
    }

    /** The job was cancelled, and teaches nothing. */
    public void cancelled(SubmittedJob job) {
        lastPolls.remove(job.jobId());
    }

    /** When to poll the job, in milliseconds from its submit. */
    private double poll(SubmittedJob job) {
        Samples known = durations.of(job);
        double last = (double) lastPoll(job).toMillis();
        double sure = sure(job, last > 0);
        double left = known.survival(last);
        double at = known.quantile(1 - (1 - sure) * left);
        if (Double.isInfinite(at) || left < RARE) {
            double from = Double.isInfinite(at) ? Math.max(last, known.longest()) : last;
            at = Math.min(at, from + Math.min(longest, from * TAIL * sure));
        }
        return Math.max(at, last == 0 ? 0 : last + Math.min(SHORTEST, longest));
    }

    /** How sure to be that the job is over before it is polled. */
    private double sure(SubmittedJob job, boolean again) {
        double polls = Math.max(1, pollsForEachJob.applyAsDouble(job.resource()));
        polls += job.priority() == Priority.URGENT ? urgentPolls() : 0;
        double sure = Math.max(LEAST_SURE, Math.min(MOST_SURE, 1 / polls));
        if (durations.isNew(job) && isScout(job, SCOUTS)) {
            return Math.min(sure, SCOUT_SURE);
        }
        if (isUntold(job) && isScout(job, UNTOLD_SCOUTS)) {
            return Math.min(sure, UNTOLD_SURE);
        }
        return again ? Math.min(sure, SURE_AFTER_FIRST) : sure;
    }

    private Duration lastPoll(SubmittedJob job) {
        return Optional.ofNullable(lastPolls.get(job.jobId()))
                .map(at -> Duration.between(job.submittedAt(), at))
                .orElse(Duration.ZERO);
    }

    /**
     * What was learned of a kind of jobs.
     *
     * @param jobs how many jobs that rests on
     * @param median half of them took less
     * @param late 97 of 100 took less; null where too few are known to say
     */
    public record Learned(
            int jobs, Duration median, @Nullable Duration late) {
        private static Learned of(Samples samples) {
            double late = samples.quantile(MOST_SURE);
            return new Learned(
                    samples.size(),
                    Duration.ofMillis((long) samples.quantile(0.5)),
                    Double.isInfinite(late) ? null : Duration.ofMillis((long) late));
        }
    }

    /** What was learned, by the kind of the jobs. */
    public Map<String, Learned> learned() {
        Map<String, Learned> learned = new TreeMap<>();
        durations.kinds().forEach((kind, samples) -> learned.put(kind, Learned.of(samples)));
        return learned;
    }

    private synchronized void report(Instant now) {
        if (reported == null || !now.isBefore(reported.plus(REPORTED_EVERY))) {
            boolean known = durations.kinds().values().stream().anyMatch(kind -> kind.size() >= JobDurations.KNOWN);
            if (known) {
                reported = now;
                learned()
                        .forEach((kind, what) -> LOG.info(
                                "jobs of {}: half of the last {} took less than {} ms, 97 of 100 less than {}",
                                kind,
                                what.jobs(),
                                what.median().toMillis(),
                                what.late() == null
                                        ? "is not known yet"
                                        : what.late().toMillis() + " ms"));
            }
        }
    }
}
