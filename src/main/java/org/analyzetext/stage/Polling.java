package org.analyzetext.stage;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.PollSchedule;
import org.analyzetext.service.JobAnswer;
import org.analyzetext.service.JobPages;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceClock;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.UnreadableAnswerException;
import org.analyzetext.stage.JobPoll.Asking;
import org.analyzetext.stage.JobPoll.Later;
import org.analyzetext.stage.JobPoll.Settled;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The poll stage: what to ask of a job, and what its answers mean. Thread-safe. */
public final class Polling {
    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    /** All documents of a job on one page, where the service grants it. */
    private static final int TOP = 25;

    /** After its submit a job may be unknown for a moment. */
    private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(10);

    /**
     * The longest wait of a job, after which it may be put back once more. So a due time further away shows a
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

    /** Whether a page is to be asked for. */
    public boolean asks(@Body JobPoll poll) {
        return poll instanceof Asking;
    }

    /** The call that asks for the page. */
    public ServiceCall call(@Body Asking poll) {
        return poll.call();
    }

    /** Whether the job goes back into the queue. */
    public boolean isLater(@Body JobPoll poll) {
        return poll instanceof Later;
    }

    /** The job that goes back, due at its next poll. */
    public SubmittedJob job(@Body Later poll) {
        return poll.job();
    }

    /** What became of the batch of a job that is over, or given up. */
    public BatchOutcome outcome(@Body Settled poll) {
        return poll.outcome();
    }

    /** Begins the poll of a job that is due; much may have been learned since it was planned. */
    public JobPoll begin(@Body SubmittedJob job) {
        Instant now = clock.instant();
        boolean overdue = !now.isBefore(giveUpAt(job));
        if (isOrphan(job)) {
            return overdue ? new Settled(settlement.unreachable(job)) : orphaned(job);
        }
        if (!overdue && !plan.isWorthwhile(job, now)) {
            return later(job);
        }
        if (job.due() != null) {
            counters.polled(Duration.between(job.due(), now));
        }
        return new Asking(job, now, null, call(job, 0));
    }

    private JobPoll orphaned(SubmittedJob job) {
        LOG.warn(
                "job {} of batch {} is at resource '{}', which the configuration does not have (it has {}): it waits"
                        + " until {}, then its documents are submitted again. Configure the resource to get its answer",
                job.jobId(),
                job.label(),
                job.resource(),
                resources,
                giveUpAt(job));
        return later(job);
    }

    private static ServiceCall call(SubmittedJob job, int skip) {
        return ServiceCall.poll(job.resource(), job.name(), job.jobId(), TOP, skip)
                .priority(job.priority());
    }

    /** The call that asks for a job's end. */
    public ServiceCall cancel(SubmittedJob job) {
        return ServiceCall.cancel(job.resource(), job.name(), job.jobId());
    }

    /**
     * Goes on with what the service answered: another page, or what became of the job.
     *
     * @throws UnreadableAnswerException while the job has time left: it may be well, and is polled again
     */
    public JobPoll answered(Asking poll, ServiceAnswer answer) {
        SubmittedJob job = poll.job();
        JobPages before = poll.pages();
        if (before != null) {
            return read(poll, orGivenUp(job, () -> before.and(answer), before.withoutMore()));
        }
        answered.put(job.resource(), clock.instant());
        if (mayBeTooNew(job, answer)) {
            return read(poll, JobPages.notStarted());
        }
        if (!answer.ok()) {
            LOG.warn("job {} of batch {} is unknown to the service: {}", job.jobId(), job.label(), answer);
            return new Settled(settlement.lost(job, answer));
        }
        return read(poll, orGivenUp(job, () -> JobPages.first(job.jobId(), answer), JobPages.unreadable()));
    }

    /** A job that is seconds old is asked for again before it counts as lost. */
    private boolean mayBeTooNew(SubmittedJob job, ServiceAnswer answer) {
        return answer.status() == 404
                && clock.instant().isBefore(job.submittedAt().plus(KNOWN_EVERYWHERE));
    }

    private JobPages orGivenUp(SubmittedJob job, Supplier<JobPages> pages, JobPages otherwise) {
        try {
            return pages.get();
        } catch (UnreadableAnswerException unreadable) {
            if (clock.instant().isBefore(giveUpAt(job))) {
                throw unreadable;
            }
            return otherwise;
        }
    }

    private JobPoll read(Asking poll, JobPages pages) {
        SubmittedJob job = poll.job();
        if (pages.more()) {
            return new Asking(job, poll.began(), pages, call(job, pages.nextSkip()));
        }
        if (isPending(job, pages.answer())) {
            plan.stillRuns(job, clock.instant());
            return later(job);
        }
        return new Settled(outcome(job, pages.answer()));
    }

    /** Whether to poll the job again later: it is not over and its time is not up. */
    private boolean isPending(SubmittedJob job, JobAnswer answer) {
        if (answer.unknownStatus()) {
            LOG.warn("job {} is in the unknown state '{}', which counts as running", job.jobId(), answer.status());
        }
        return !answer.ended() && !isOverdue(job, answer);
    }

    /** Whether a job's time is up: by the service's own times, because our clock may have been put forward meanwhile. */
    private boolean isOverdue(SubmittedJob job, JobAnswer answer) {
        Instant created = answer.createdAt();
        return created == null
                ? !clock.instant().isBefore(giveUpAt(job))
                : !serviceClock.instant().isBefore(created.plus(deadline));
    }

    /** The job, due at its next poll, which is never further away than {@link #LONGEST_WAIT}. */
    private JobPoll later(SubmittedJob job) {
        Instant now = clock.instant();
        Instant next = isOrphan(job) ? now.plus(LONGEST_WAIT) : plan.next(job, now);
        Instant giveUp = giveUpAt(job);
        if (giveUp.isAfter(now) && giveUp.isBefore(next)) {
            next = giveUp;
        }
        Instant latest = now.plus(LONGEST_WAIT);
        return new Later(job.pollAgain(next.isBefore(latest) ? next : latest));
    }

    /** What became of a job that is over, or whose time is up. */
    private BatchOutcome outcome(SubmittedJob job, JobAnswer answer) {
        String odd = answer.oddities(job.size());
        if (!odd.isEmpty()) {
            LOG.warn(
                    "job {} of batch {}: the answer does not add up, and what does not is not believed:{}",
                    job.jobId(),
                    job.label(),
                    odd);
        }
        if (answer.cancelled()) {
            // How long it would have taken is unknown.
            plan.cancelled(job);
        } else if (answer.ended()) {
            plan.ended(job, answer.duration(), clock.instant());
        }
        return settlement.ended(job, answer);
    }

    /**
     * Gives a job up whose results the service has deleted meanwhile; of a page after the first, those before it are all
     * there are.
     *
     * @throws Exception the failure, while the results are kept: the job is polled again
     */
    public JobPoll failed(Asking poll, Exception failure) throws Exception {
        SubmittedJob job = poll.job();
        if (!isLast(job, poll.began(), failure)) {
            throw failure;
        }
        if (poll.pages() != null) {
            return read(poll, poll.pages().withoutMore());
        }
        LOG.warn(
                "job {} of batch {} was submitted at {}, and no poll of it was answered until its results were deleted",
                job.jobId(),
                job.label(),
                job.submittedAt());
        return new Settled(settlement.unanswered(job));
    }

    /**
     * Whether a poll that failed was the last one: the service has deleted the results, even if the job ended only at its
     * deadline. Its documents are then submitted again, which waits for a service that is away. With no try left they
     * become dead letters only if the service is seen to answer others: it took a submit after polls had failed for as
     * long, or answered other polls meanwhile. So an outage makes no dead letters, however long it is.
     */
    private boolean isLast(SubmittedJob job, Instant began, Exception failure) {
        boolean asked = failure instanceof IOException
                || (failure instanceof ServiceNotReadyException notReady
                        && notReady.reason().asked());
        if (!asked || clock.instant().isBefore(giveUpAt(job).plus(RESULTS_KEPT))) {
            return false;
        }
        Instant last = answered.get(job.resource());
        return settlement.triesLeft(job) || Settlement.wasUnanswered(job) || (last != null && last.isAfter(began));
    }

    private boolean isOrphan(SubmittedJob job) {
        return !resources.contains(job.resource());
    }

    private Instant giveUpAt(SubmittedJob job) {
        return job.submittedAt().plus(deadline);
    }
}
