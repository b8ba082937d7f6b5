package org.analyzetext.stage;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.JobRecord;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.PollSchedule;
import org.analyzetext.service.JobAnswer;
import org.analyzetext.service.JobPages;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceClock;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.UnreadableAnswerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The poll stage: what to ask of a job, and whether it is over. Thread-safe. */
public final class Polling {
    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    /** All documents of a job on one page, where the service grants it. */
    private static final int TOP = 25;

    /** After its submit a job may be unknown for a moment. */
    private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(10);

    /**
     * The longest wait for a job's turn, at which it may be put back once more. So a due time further away tells of a
     * clock that was put back.
     */
    public static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** How long the service keeps results, from the submit or, for all that is known, from the end of the job. */
    private static final Duration RESULTS_KEPT = Duration.ofHours(24);

    private final PollSchedule plan;
    private final Set<String> resources;
    private final Duration deadline;
    private final Settlement settlement;
    private final RunCounters counters;
    private final Clock clock;
    private final ServiceClock serviceClock;
    /** When each resource answered a poll last. */
    private final Map<String, Instant> answered = new ConcurrentHashMap<>();

    /**
     * Plans polls by {@code plan} and gives a job up after {@code deadline}.
     *
     * @param resources the names of the resources that can be called
     * @param deadline from the submit, after which a job that is not over counts as failed
     */
    public Polling(
            PollSchedule plan,
            Set<String> resources,
            Duration deadline,
            Settlement settlement,
            RunCounters counters,
            Clock clock,
            ServiceClock serviceClock) {
        this.plan = plan;
        this.resources = Set.copyOf(resources);
        this.deadline = deadline;
        this.settlement = settlement;
        this.counters = counters;
        this.clock = clock;
        this.serviceClock = serviceClock;
    }

    /** Whether to poll the job now, or to put it back without a call: much may have been learned since it was planned. */
    public boolean worthwhile(JobRecord job) {
        Instant now = clock.instant();
        if (isOrphan(job)) {
            LOG.warn(
                    "job {} of batch {} is at resource '{}', which the configuration does not have (it has {}): it waits"
                            + " until {}, then its documents are submitted again. Configure the resource to get its answer",
                    job.jobId(),
                    job.label(),
                    job.resource(),
                    resources,
                    giveUpAt(job));
            return false;
        }
        return plan.isWorthwhile(job, now) || !now.isBefore(giveUpAt(job));
    }

    /** The call that asks for a job's end. */
    public ServiceCall cancel(JobRecord job) {
        return ServiceCall.cancel(job.resource(), job.batch(), job.requireJobId());
    }

    /** The call for a job's first page. */
    public ServiceCall poll(JobRecord job) {
        if (job.due() != null) {
            counters.polled(Duration.between(job.due(), clock.instant()));
        }
        return ServiceCall.poll(job.resource(), job.batch(), job.requireJobId(), TOP, 0);
    }

    /** The call for the page after these. */
    public ServiceCall nextPage(JobRecord job, JobPages pages) {
        return ServiceCall.poll(job.resource(), job.batch(), job.requireJobId(), TOP, pages.nextSkip());
    }

    /**
     * The first page of a poll.
     *
     * @throws UnreadableAnswerException while the job has time left: it may be well, and is polled again
     */
    public JobPages first(JobRecord job, ServiceAnswer answer) {
        answered.put(job.resource(), clock.instant());
        return mayBeTooNew(job, answer)
                ? JobPages.notStarted()
                : orGivenUp(job, () -> JobPages.first(job.requireJobId(), answer), JobPages.unreadable());
    }

    /** Whether the service knows the job, or may come to know it: it keeps results for 24 hours, and can lose a job. */
    public boolean known(JobRecord job, ServiceAnswer answer) {
        return answer.ok() || mayBeTooNew(job, answer);
    }

    /** A job that is seconds old is asked for again before it counts as lost. */
    private boolean mayBeTooNew(JobRecord job, ServiceAnswer answer) {
        return answer.status() == 404
                && clock.instant().isBefore(job.requireSubmittedAt().plus(KNOWN_EVERYWHERE));
    }

    /** Whether another page of the job's state has to be fetched. */
    public boolean more(JobPages pages) {
        return pages.more();
    }

    /** These pages, as if the last one had named no next one. */
    public JobPages withoutMore(JobPages pages) {
        return pages.withoutMore();
    }

    /**
     * These pages and the next one.
     *
     * @throws UnreadableAnswerException while the job has time left; then the pages that were read are all there are
     */
    public JobPages and(JobRecord job, JobPages pages, ServiceAnswer answer) {
        return orGivenUp(job, () -> pages.and(answer), pages.withoutMore());
    }

    private JobPages orGivenUp(JobRecord job, Supplier<JobPages> pages, JobPages otherwise) {
        try {
            return pages.get();
        } catch (UnreadableAnswerException unreadable) {
            if (clock.instant().isBefore(giveUpAt(job))) {
                throw unreadable;
            }
            return otherwise;
        }
    }

    /** Whether to poll the job again later: it is not over and its time is not up. */
    public boolean pending(JobRecord job, JobPages pages) {
        JobAnswer answer = pages.answer();
        if (answer.unknownStatus()) {
            LOG.warn("job {} is in the unknown state '{}', which counts as running", job.jobId(), answer.status());
        }
        boolean pending = !answer.ended() && !isOverdue(job, answer);
        if (pending) {
            plan.stillRuns(job, clock.instant());
        }
        return pending;
    }

    /** Whether a job's time is up: by the service's own times, because our clock may have been put forward meanwhile. */
    private boolean isOverdue(JobRecord job, JobAnswer answer) {
        Instant created = answer.createdAt();
        return created == null
                ? !clock.instant().isBefore(giveUpAt(job))
                : !serviceClock.instant().isBefore(created.plus(deadline));
    }

    /** The job, due at its next turn, which is never further away than {@link #LONGEST_WAIT}. */
    public JobRecord later(JobRecord job) {
        Instant now = clock.instant();
        Instant next = isOrphan(job) ? now.plus(LONGEST_WAIT) : plan.next(job, now);
        Instant giveUp = giveUpAt(job);
        if (giveUp.isAfter(now) && giveUp.isBefore(next)) {
            next = giveUp;
        }
        Instant latest = now.plus(LONGEST_WAIT);
        return job.pollAgain(next.isBefore(latest) ? next : latest);
    }

    /** What became of a job that is over, or whose time is up. */
    public BatchOutcome outcome(JobRecord job, JobPages pages) {
        JobAnswer answer = pages.answer();
        String odd = answer.oddities(job.size());
        if (!odd.isEmpty()) {
            LOG.warn(
                    "job {} of batch {}: the answer does not add up, and what does not is not believed:{}",
                    job.jobId(),
                    job.label(),
                    odd);
        }
        if (answer.cancelled()) {
            // How long it would have taken nobody knows.
            plan.cancelled(job);
        } else if (answer.ended()) {
            plan.ended(job, answer.duration(), clock.instant());
        }
        return settlement.ended(job, answer);
    }

    /** The batches that the end of a job leaves to be submitted again. */
    public List<JobRecord> again(BatchOutcome outcome) {
        return outcome.again();
    }

    /** What becomes of a job that the service does not know (any more). */
    public BatchOutcome lost(JobRecord job, ServiceAnswer answer) {
        answered.put(job.resource(), clock.instant());
        return settlement.lost(job, answer);
    }

    /** When a poll begins. */
    public Instant now() {
        return clock.instant();
    }

    /**
     * Whether a poll that failed was the last one: the service has deleted the results, even if the job ended only at its
     * deadline. Its documents are then submitted again, which waits for a service that is away. With no try left they
     * become dead letters only if the service is seen to answer others: it took a submit after polls had failed for as
     * long, or answered other polls meanwhile. So an outage makes no dead letters, however long it is.
     *
     * @param began when the poll began
     */
    public boolean unanswered(JobRecord job, Instant began, Exception failure) {
        boolean asked = failure instanceof IOException
                || (failure instanceof ServiceNotReadyException notReady
                        && notReady.reason().asked());
        if (!asked || clock.instant().isBefore(giveUpAt(job).plus(RESULTS_KEPT))) {
            return false;
        }
        Instant last = answered.get(job.resource());
        return settlement.triesLeft(job) || Settlement.wasUnanswered(job) || (last != null && last.isAfter(began));
    }

    /** What becomes of a job whose last poll was not answered. */
    public BatchOutcome unanswered(JobRecord job) {
        LOG.warn(
                "job {} of batch {} was submitted at {}, and no poll of it was answered until its results were deleted",
                job.jobId(),
                job.label(),
                job.submittedAt());
        return settlement.unanswered(job);
    }

    /** Whether a job can't be asked for here, and its time is up. */
    public boolean unreachable(JobRecord job) {
        return isOrphan(job) && !clock.instant().isBefore(giveUpAt(job));
    }

    /** What becomes of a job that can't be asked for. */
    public BatchOutcome unreached(JobRecord job) {
        return settlement.unreachable(job);
    }

    private boolean isOrphan(JobRecord job) {
        return !resources.contains(job.resource());
    }

    private Instant giveUpAt(JobRecord job) {
        return job.requireSubmittedAt().plus(deadline);
    }
}
