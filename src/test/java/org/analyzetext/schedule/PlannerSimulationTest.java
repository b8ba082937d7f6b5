package org.analyzetext.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.analyzetext.job.Batches;
import org.analyzetext.job.Priority;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.service.KeySource;
import org.analyzetext.service.Keys;
import org.analyzetext.service.Quota;
import org.analyzetext.service.ServiceCall;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Budget and plan together, in virtual time, against a service that counts the last minute and lets jobs take as long
 * as a distribution says. Not a measurement: the machine takes no time here.
 */
class PlannerSimulationTest {
    private static final int QUOTA = 1_000;
    private static final double BOUND = QUOTA / 2.0;

    /** How long jobs take, in seconds. */
    enum Durations {
        LOG_NORMAL(random -> 6 * Math.exp(Math.log(5) / 2.326 * random.nextGaussian())),
        FIXED(random -> 10),
        BIMODAL(random -> (random.nextDouble() < 0.7 ? 3 : 20) * (0.95 + random.nextDouble() / 10));

        private final ToDoubleFunction<Random> seconds;

        Durations(ToDoubleFunction<Random> seconds) {
            this.seconds = seconds;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBusyPipelineIsNearTheBoundWithLittleMoreThanTwoCallsAJob(Durations durations) {
        Simulation run = new Simulation(durations, 1);
        run.minutes(10, Double.POSITIVE_INFINITY);

        assertThat(run.throttled).as(run.toString()).isZero();
        assertThat(run.callsForAJob()).as(run.toString()).isLessThanOrEqualTo(2.1);
        assertThat(run.submitted / 10.0).as(run.toString()).isGreaterThanOrEqualTo(0.95 * BOUND);
    }

    @ParameterizedTest
    @EnumSource
    void anInstanceWithAThirdOfTheQuotaAndFewConsumersUsesItAsWell(Durations durations) {
        Simulation run = new Simulation(durations, 1, 1 / 3.0, 2);
        run.minutes(20, Double.POSITIVE_INFINITY);

        assertThat(run.throttled).as(run.toString()).isZero();
        assertThat(run.callsForAJob()).as(run.toString()).isLessThanOrEqualTo(2.1);
        assertThat(run.submitted / 20.0).as(run.toString()).isGreaterThanOrEqualTo(0.95 * BOUND / 3);
    }

    @ParameterizedTest
    @EnumSource
    void aPipelineWithRoomSeesJobsSoonAfterTheyAreOver(Durations durations) {
        Simulation run = new Simulation(durations, 1);
        run.minutes(10, 0.1 * BOUND / 60);

        assertThat(run.throttled).as(run.toString()).isZero();
        assertThat(run.delay(0.5)).as(run.toString()).isLessThanOrEqualTo(0.45);
        assertThat(run.delay(0.99)).as(run.toString()).isLessThanOrEqualTo(2);
    }

    /** Ten urgent documents every twenty seconds beside a bulk that uses the quota up. */
    @ParameterizedTest
    @EnumSource
    void urgentJobsAreSubmittedAtOnceAndSeenSoonAndTheOthersLoseAboutAHundredth(Durations durations) {
        Simulation without = new Simulation(durations, 1);
        without.minutes(20, Double.POSITIVE_INFINITY);
        Simulation run = new Simulation(durations, 1);
        run.urgentEvery(20_000);
        run.minutes(20, Double.POSITIVE_INFINITY);

        assertThat(run.throttled).as(run.toString()).isZero();
        assertThat(run.urgentSubmits).as(run.toString()).hasSizeGreaterThan(55).allMatch(seconds -> seconds < 0.5);
        assertThat(run.urgentDelays.stream().sorted().toList().get(run.urgentDelays.size() / 2))
                .as("median of %s", run.urgentDelays)
                .isLessThanOrEqualTo(2);
        assertThat(run.submitted - run.urgentSubmits.size())
                .as("%s; without: %s", run, without)
                .isGreaterThanOrEqualTo((int) (0.985 * without.submitted));
    }

    @ParameterizedTest
    @CsvSource({"2, Infinity", "2, 0.8", "10, Infinity"})
    void aReportedTimeThatMovesWithEachGetDoesNotMakePollsRunAway(double seconds, double submitsPerSecond) {
        Simulation run = new Simulation(random -> seconds, 1, 1, 8);
        run.reportedTimesMove = true;
        run.minutes(10, submitsPerSecond);

        assertThat(run.throttled).as(run.toString()).isZero();
        assertThat(run.callsForAJob()).as(run.toString()).isLessThanOrEqualTo(3.5);
        assertThat(run.delay(0.5)).as(run.toString()).isLessThanOrEqualTo(3);
        // What was planned before it was noticed is over by then.
        assertThat(run.delays.subList(run.delays.size() * 3 / 4, run.delays.size()))
                .as(run.toString())
                .allMatch(delay -> delay <= 6);
    }

    /** One run. Times are milliseconds from its start. */
    private static final class Simulation {
        private static final double POST = 100;
        private static final double GET = 100;
        private static final double SCAN = 100;

        private final ToDoubleFunction<Random> seconds;
        private final int submitThreads;
        private boolean reportedTimesMove;
        private final Random random;
        private final ResourceGate lane;
        private final CallQueue queue;
        private final PollSchedule plan;
        private final PriorityQueue<Event> events = new PriorityQueue<>();
        private final Map<PendingCall, Runnable> onGrant = new HashMap<>();
        private final Deque<Double> lastMinute = new ArrayDeque<>();
        private final List<Double> delays = new ArrayList<>();
        private final List<Double> urgentSubmits = new ArrayList<>();
        private final List<Double> urgentDelays = new ArrayList<>();
        private final Map<CallRank, CallLine> lines = new HashMap<>();
        private double now;
        private long number;
        private double wakeAt = Double.POSITIVE_INFINITY;
        private double end;
        int submitted;
        int calls;
        int throttled;

        private record Event(double at, long number, Runnable what) implements Comparable<Event> {
            @Override
            public int compareTo(Event other) {
                int byTime = Double.compare(at, other.at);
                return byTime != 0 ? byTime : Long.compare(number, other.number);
            }
        }

        Simulation(Durations durations, long seed) {
            this(durations.seconds, seed, 1, 8);
        }

        Simulation(Durations durations, long seed, double share, int submitThreads) {
            this(durations.seconds, seed, share, submitThreads);
        }

        Simulation(ToDoubleFunction<Random> seconds, long seed, double share, int submitThreads) {
            this.submitThreads = submitThreads;
            this.seconds = seconds;
            random = new Random(seed);
            BackOff backOff = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30));
            lane = new ResourceGate(
                    "default",
                    Keys.of(KeySource.of("key")),
                    new ResourcePace(new Quota(QUOTA, share, false, true)),
                    backOff,
                    0.9,
                    Duration.ofMinutes(2));
            queue = new CallQueue();
            plan = new PollSchedule(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(15),
                    resource -> lane.pollsForEachJob(nanos(), queue.submitsWaiting(lane)),
                    random::nextDouble);
        }

        private long nanos() {
            return (long) (now * 1e6);
        }

        private Instant instant() {
            return Batches.NOW.plusNanos(nanos());
        }

        private void in(double wait, Runnable what) {
            events.add(new Event(now + wait, number++, what));
        }

        /** With so many submits a second at random times; infinite for as many as the budget lets through. */
        void minutes(int minutes, double submitsPerSecond) {
            end = minutes * 60_000.0;
            if (Double.isInfinite(submitsPerSecond)) {
                for (int thread = 0; thread < submitThreads; thread++) {
                    in(0, () -> submit(Priority.NORMAL, true));
                }
            } else {
                arrive(submitsPerSecond);
            }
            while (!events.isEmpty() && events.peek().at() <= end) {
                Event event = events.remove();
                now = event.at();
                event.what().run();
            }
        }

        private void arrive(double perSecond) {
            in(-Math.log(1 - random.nextDouble()) * 1_000 / perSecond, () -> {
                submit(Priority.NORMAL, false);
                arrive(perSecond);
            });
        }

        /** Urgent jobs beside the others, so many milliseconds apart. */
        void urgentEvery(double distance) {
            in(distance, () -> {
                submit(Priority.URGENT, false);
                urgentEvery(distance);
            });
        }

        private void submit(Priority priority, boolean again) {
            double asked = now;
            call(
                    ServiceCall.submit("default", "batch", List.of("intent"), 25, new byte[0], 1)
                            .priority(priority),
                    () -> in(POST, () -> {
                        submitted++;
                        if (priority == Priority.URGENT) {
                            urgentSubmits.add((now - asked) / 1_000);
                        }
                        double over = now + seconds.applyAsDouble(random) * 1_000;
                        SubmittedJob job = Batches.toSubmit(25)
                                .priority(priority)
                                .submitted("default", "job-" + submitted, instant(), instant());
                        poll(job, over, now);
                        if (again) {
                            submit(priority, true);
                        }
                    }));
        }

        private void poll(SubmittedJob last, double over, double created) {
            SubmittedJob job = last.pollAgain(plan.next(last, instant()));
            double wait = Duration.between(instant(), job.due()).toMillis();
            in(wait + random.nextDouble() * SCAN, () -> {
                if (!plan.isWorthwhile(job, instant())) {
                    poll(job, over, created);
                    return;
                }
                ServiceCall poll =
                        ServiceCall.poll("default", "batch", job.jobId(), 25, 0).priority(job.priority());
                call(poll, () -> {
                    boolean done = now + GET / 2 >= over;
                    in(GET, () -> {
                        if (done) {
                            (job.priority() == Priority.URGENT ? urgentDelays : delays).add((now - over) / 1_000);
                            plan.ended(
                                    job,
                                    toldInWholeSeconds(created, reportedTimesMove ? now - GET / 2 : over),
                                    instant());
                        } else {
                            plan.stillRuns(job, instant());
                            poll(job, over, created);
                        }
                    });
                });
            });
        }

        /** As the service does. */
        private static Duration toldInWholeSeconds(double created, double over) {
            return Duration.ofSeconds((long) (over / 1_000) - (long) (created / 1_000));
        }

        private void call(ServiceCall call, Runnable granted) {
            PendingCall pending = new PendingCall(
                    call,
                    lines.computeIfAbsent(CallRank.of(call, false), rank -> new CallLine(rank, List.of(lane))),
                    number++);
            queue.add(pending);
            onGrant.put(pending, granted);
            grant();
        }

        private void grant() {
            long next = queue.grant(nanos());
            List<PendingCall> ready = onGrant.keySet().stream()
                    .filter(pending -> pending.granted() != null)
                    .sorted()
                    .toList();
            for (PendingCall pending : ready) {
                count();
                Runnable what = onGrant.remove(pending);
                in(0, what);
            }
            double wake = next / 1e6;
            if (next != Long.MAX_VALUE && (wake < wakeAt || wakeAt <= now)) {
                wakeAt = wake;
                in(Math.max(0, wake - now) + 0.001, this::grant);
            }
        }

        private void count() {
            calls++;
            while (!lastMinute.isEmpty() && lastMinute.getFirst() <= now - 60_000) {
                lastMinute.removeFirst();
            }
            if (lastMinute.size() >= QUOTA) {
                throttled++;
            } else {
                lastMinute.addLast(now);
            }
        }

        /** For each job whose end was seen: jobs still under way at the end have had no chance of their poll. */
        double callsForAJob() {
            return (double) (calls - submitted) / delays.size() + 1;
        }

        double delay(double part) {
            List<Double> sorted = delays.stream().sorted().toList();
            return sorted.get((int) (part * sorted.size()));
        }

        @Override
        public String toString() {
            return "%d jobs submitted, %d seen over, %d calls, %.3f calls a job, %d refused, delay p50 %.2f s, p99 %.2f s; %s"
                    .formatted(
                            submitted,
                            delays.size(),
                            calls,
                            callsForAJob(),
                            throttled,
                            delay(0.5),
                            delay(0.99),
                            plan.learned());
        }
    }
}
