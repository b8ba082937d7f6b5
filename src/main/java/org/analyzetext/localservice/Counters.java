package org.analyzetext.localservice;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the service saw and did since its start or the last {@link #reset}. Live and thread-safe; a number is there
 * before the answer that it counts leaves the service.
 */
public final class Counters {
    /** The status of a request that got no answer. */
    public static final int NO_ANSWER = 0;

    private final TextCounts texts = new TextCounts();
    private final ConcurrentMap<Outcome, LongAdder> requests = new ConcurrentHashMap<>();
    private final LongAdder jobsAccepted = new LongAdder();
    private final LongAdder jobsFailed = new LongAdder();
    private final LongAdder jobsLost = new LongAdder();
    private final LongAdder jobsCancelled = new LongAdder();
    private final LongAdder documentsAccepted = new LongAdder();
    private final LongAdder textRecords = new LongAdder();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final Delays delays = new Delays();

    private record Outcome(Operation operation, int status) {}

    Counters() {}

    /** Requests of an operation that ended with a status; {@link #NO_ANSWER} for those that got none. */
    public long requests(Operation operation, int status) {
        LongAdder count = requests.get(new Outcome(operation, status));
        return count == null ? 0 : count.sum();
    }

    /** All requests but those of the control interface. */
    public long requests() {
        return requests.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The number of requests by operation and status, such as {@code SUBMIT 202}. */
    public SortedMap<String, Long> requestsByOutcome() {
        SortedMap<String, Long> sorted = new TreeMap<>();
        for (Map.Entry<Outcome, LongAdder> entry : requests.entrySet()) {
            String status = entry.getKey().status() == NO_ANSWER
                    ? "no answer"
                    : Integer.toString(entry.getKey().status());
            sorted.put(
                    entry.getKey().operation() + " " + status, entry.getValue().sum());
        }
        return sorted;
    }

    /** Jobs that were accepted, whether the client learned of it or not. */
    public long jobsAccepted() {
        return jobsAccepted.sum();
    }

    /** Jobs that a fault made fail, whole or in part. */
    public long jobsFailed() {
        return jobsFailed.sum();
    }

    /** Jobs that were lost: by a fault, by {@link LocalService#loseJobs}, or purged before they were seen finished. */
    public long jobsLost() {
        return jobsLost.sum();
    }

    /** Jobs that a client cancelled before they were done. */
    public long jobsCancelled() {
        return jobsCancelled.sum();
    }

    /** Documents in accepted jobs, repeats included. */
    public long documentsAccepted() {
        return documentsAccepted.sum();
    }

    /** Text records (of 1,000 characters each, begun ones counted whole) in accepted jobs, for each task anew. */
    public long textRecords() {
        return textRecords.sum();
    }

    /** The most requests that were answered at one time. */
    public int mostRequestsAtOnce() {
        return mostUnderWay.get();
    }

    /** How often a document of this text was in an accepted job. */
    public int timesAccepted(String text) {
        return texts.accepted(TextKey.of(text));
    }

    /** How often a document of this text was accepted and then got no answer, by the service's fault. */
    public int timesFailed(String text) {
        return texts.failed(TextKey.of(text));
    }

    /** The number of different texts by how often each was accepted: {@code {1=100, 2=3}}. */
    public SortedMap<Integer, Long> textsByTimesAccepted() {
        return texts.histogram((accepted, failed) -> accepted);
    }

    /** The number of different texts by how often each was accepted and not failed or lost by the service. */
    public SortedMap<Integer, Long> textsByTimesAnswerable() {
        return texts.histogram((accepted, failed) -> accepted - failed);
    }

    /** The delays from a job's completion to the first GET that saw it. */
    public Delays delays() {
        return delays;
    }

    /** Starts all counts from zero. */
    public void reset() {
        requests.clear();
        for (LongAdder adder :
                new LongAdder[] {jobsAccepted, jobsFailed, jobsLost, jobsCancelled, documentsAccepted, textRecords}) {
            adder.reset();
        }
        mostUnderWay.set(0);
        texts.clear();
        delays.clear();
    }

    void began() {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    }

    void ended() {
        underWay.decrementAndGet();
    }

    void request(Operation operation, int status) {
        requests.computeIfAbsent(new Outcome(operation, status), key -> new LongAdder())
                .increment();
    }

    void accepted(Job job) {
        jobsAccepted.increment();
        documentsAccepted.add(job.size());
        for (int i = 0; i < job.size(); i++) {
            texts.accept(job.key(i));
            textRecords.add(
                    (long) TextElements.records(job.characters(i)) * job.tasks().size());
        }
    }

    /** Counts what a fault decided for an accepted job. */
    void decided(Job job) {
        switch (job.outcome().ending()) {
            case LOST -> lost(job);
            case SUCCEEDED -> {
                for (int i = 0; i < job.size(); i++) {
                    if (isFailure(job.outcome().mark(i))) {
                        texts.fail(job.key(i));
                    }
                }
            }
            case PARTIALLY_COMPLETED -> {
                jobsFailed.increment();
                for (int i = 0; i < job.size(); i++) {
                    if (job.tasks().size() > 1 || isFailure(job.outcome().mark(i))) {
                        texts.fail(job.key(i));
                    }
                }
            }
            default -> {
                jobsFailed.increment();
                failTexts(job);
            }
        }
    }

    private static boolean isFailure(JobOutcome.Mark mark) {
        return mark == JobOutcome.Mark.ERROR || mark == JobOutcome.Mark.LEFT_OUT;
    }

    void lost(Job job) {
        jobsLost.increment();
        failTexts(job);
    }

    void cancelled() {
        jobsCancelled.increment();
    }

    private void failTexts(Job job) {
        for (int i = 0; i < job.size(); i++) {
            texts.fail(job.key(i));
        }
    }
}
