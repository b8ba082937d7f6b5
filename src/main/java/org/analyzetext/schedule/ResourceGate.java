package org.analyzetext.schedule;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.analyzetext.service.Credentials;
import org.analyzetext.service.Quota;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceCall.Kind;
import org.analyzetext.service.TokenBucket;
import org.jspecify.annotations.Nullable;

/**
 * The way to one resource: when it may be called next, by its quota, by what it asked for and by how its calls end. Times are
 * nanoseconds of one monotonic clock. Not thread-safe: the {@link CallScheduler} guards it.
 */
final class ResourceGate {
    /** Failures in a row that are no chance any more. */
    private static final int FAILURES = 5;

    /** After this the resource is tried once more. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** A wait that is worth telling. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(5);

    private final String resource;
    private final Credentials credentials;
    private final ResourcePace pace;
    private final BackOff backOff;
    private final double slowDown;
    private final Breaker outage;
    private final Breaker access;
    private final Map<Kind, Breaker> refusals = new EnumMap<>(Kind.class);
    private final TaskHolds tasks;
    private int throttled;
    /** The wait that was reported since the pace was last full; null where none was. */
    private @Nullable Duration toldWait;

    /**
     * The way to a resource.
     *
     * @param pace how often it is called, by this pipeline and others
     * @param slowDown what is left of the pace after throttling
     * @param lease how long a call can take
     */
    ResourceGate(
            String resource,
            Credentials credentials,
            ResourcePace pace,
            BackOff backOff,
            double slowDown,
            Duration lease) {
        this.resource = resource;
        this.credentials = credentials;
        this.pace = pace;
        this.backOff = backOff;
        this.slowDown = slowDown;
        for (Kind kind : Kind.values()) {
            refusals.put(kind, new Breaker(1, backOff, lease));
        }
        outage = new Breaker(FAILURES, backOff, lease);
        access = new Breaker(1, backOff, lease);
        tasks = new TaskHolds(backOff, lease);
    }

    String resource() {
        return resource;
    }

    /** Whether a call of one is a call less for the other: they are ways of two pipelines to one resource, or the same. */
    boolean sharesPaceWith(ResourceGate other) {
        return pace == other.pace;
    }

    /** The tasks that the resource refuses. */
    TaskHolds tasks() {
        return tasks;
    }

    /** When this call may be made; {@code now} if at once. */
    long readyAt(ServiceCall call, long now) {
        return Math.max(readyAt(call.kind(), now), tasks.readyAt(call.tasks(), now));
    }

    /** This call is made. */
    void take(ServiceCall call, long now) {
        take(call.kind(), now);
        tasks.take(call.tasks(), now);
    }

    /** When the next call of this kind may be made; {@code now} if at once. */
    long readyAt(Kind kind, long now) {
        if (access.isOpen() && credentials.changed()) {
            access.tryNow();
        }
        return Stream.of(outage, access, refusals(kind))
                .mapToLong(breaker -> breaker.readyAt(now))
                .reduce(pace(kind).readyAt(now), Math::max);
    }

    /** A call of this kind is made. */
    void take(Kind kind, long now) {
        pace.take(kind, now);
        outage.take(now);
        access.take(now);
        refusals(kind).take(now);
    }

    /** The resource took note of a call. Returns whether it was out of order before. */
    boolean answered(Kind kind) {
        throttled = 0;
        credentials.accepted();
        boolean reachable = outage.answered();
        boolean allowed = access.answered();
        return refusals(kind).answered() || reachable || allowed;
    }

    /** The resource asked for a wait: no call before. */
    void pause(Kind kind, long now, Duration wait) {
        // However long the service asks for: somebody may have raised the quota.
        pace(kind).pause(now + Math.min(wait.toNanos(), LONGEST_PAUSE.toNanos()));
    }

    /** The resource was called too often. Returns how long it is not called. */
    Duration throttled(Kind kind, long now, @Nullable Duration asked, boolean usedUp) {
        outage.answered();
        release(kind);
        throttled++;
        Duration wait = backOff.before(throttled, asked);
        if (!usedUp) {
            pace(kind).slowDown(now, slowDown);
        }
        pause(kind, now, wait);
        return wait;
    }

    /** Whether a wait is the first since the pace was full, or the first long one: each is reported once. */
    boolean isNews(Duration wait) {
        boolean isNews = toldWait == null || (!isLong(toldWait) && isLong(wait));
        toldWait = isNews ? wait : toldWait;
        return isNews;
    }

    static boolean isLong(Duration wait) {
        return wait.compareTo(LONG_PAUSE) >= 0;
    }

    /** Whether a throttling that was reported is over by now; true once. */
    boolean isBackAtFullPace(long now) {
        boolean isBack = toldWait != null && pace.isFull(now);
        toldWait = isBack ? null : toldWait;
        return isBack;
    }

    /** Calls a minute at the pace of this kind of call. */
    double perMinute(Kind kind) {
        return pace(kind).perSecond() * 60;
    }

    /** For how many seconds more the resource asked not to be called. */
    double waitLeft(long now) {
        return pace.pauseAfter(now) / 1e9;
    }

    /** The resource failed. Returns whether calls are stopped by that. */
    boolean failed(Kind kind, long now) {
        release(kind);
        return outage.failed(now);
    }

    /** The resource refused a call of this kind for a reason that has to be fixed. Returns whether calls are stopped by that. */
    boolean refused(Kind kind, long now) {
        outage.answered();
        access.answered();
        return refusals(kind).failed(now);
    }

    /** Whether that key or token was changed since; its answer says nothing of the one that is used now. */
    boolean isFormerKey(int generation) {
        return credentials.generation() != generation;
    }

    /** The resource refused the key or token. Returns whether there is another one to try at once. */
    boolean keyRefused(Kind kind, int generation) {
        outage.answered();
        release(kind);
        return credentials.refused(generation);
    }

    /** The resource refuses all credentials. Returns whether calls are stopped by that. */
    boolean closed(long now) {
        return access.failed(now);
    }

    /** A trial ended in a way that says nothing of what it was for. */
    private void release(Kind kind) {
        access.tryNow();
        refusals(kind).tryNow();
    }

    /** Whether the last calls failed: others are asked first. */
    boolean isDoubtful() {
        return outage.hasFailed() || access.isOpen();
    }

    /** Why no documents flow this way, in plain words; null while they do. */
    @Nullable
    String problem(long now) {
        if (access.isOpen()) {
            return "refuses the " + credentials.what()
                    + "; calls continue with another one, or when this one is let in";
        }
        if (refusals.values().stream().anyMatch(Breaker::isOpen)) {
            return "refuses calls for a reason that has to be fixed; the log says which";
        }
        if (tasks.problem() != null) {
            return "refuses tasks: " + tasks.problem();
        }
        if (outage.isOpen()) {
            return "fails or gives no answer; one call at a time tries it";
        }
        long pause = pace.pauseAfter(now);
        return pause < LONG_PAUSE.toNanos()
                ? null
                : "has its quota exhausted, and asked for a wait of "
                        + Duration.ofNanos(pause).toSeconds() + " s more";
    }

    /** The part of the calls that it gets as things are, to compare it with others. */
    double load(long now) {
        return pace.callsPerSecond(now) / pace(Kind.SUBMIT).perSecond();
    }

    /** The part of its quota that is used; 0 where calls are not paced. */
    double used(long now) {
        return quota().enabled() ? pace.callsPerSecond(now) * 60 / pace.callsPerMinute() : 0;
    }

    /** A pipeline has another share of the work of its group. */
    void share(Object pipeline, ResourcePace.Share share, long now) {
        pace.share(pipeline, share, now);
    }

    /** The part of the quota that is this process's. */
    double share() {
        return pace.share();
    }

    /** Calls a minute that are made at most, as things are: below the quota for a while after throttling. */
    double perMinute() {
        double submits = pace(Kind.SUBMIT).perSecond();
        return 60 * (quota().separate() ? submits + pace(Kind.POLL).perSecond() : submits);
    }

    /** How many polls for each job there is room for, when so many submits wait. */
    double pollsForEachJob(long now, double waiting) {
        double perSecond = pace.submitsPerSecond(now) + waiting;
        return perSecond == 0
                ? Double.POSITIVE_INFINITY
                : quota().pollsForEachJob(pace(Kind.POLL).perSecond(), perSecond);
    }

    private TokenBucket pace(Kind kind) {
        return pace.of(kind);
    }

    private Quota quota() {
        return pace.quota();
    }

    private Breaker refusals(Kind kind) {
        return Objects.requireNonNull(refusals.get(kind));
    }
}
