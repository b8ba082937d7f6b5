package org.analyzetext.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Result;
import org.analyzetext.service.ServiceCall;
import org.jspecify.annotations.Nullable;

/** What this process did since it started, for its summary; not the account, which survives a restart. Thread-safe. */
public final class RunCounters implements RunEvents {
    private final List<RunEvents> others = new CopyOnWriteArrayList<>();
    private final LongAdder calls = new LongAdder();
    private final LongAdder jobs = new LongAdder();
    private final LongAdder textRecords = new LongAdder();
    private final LongAdder results = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();
    private final LongAdder again = new LongAdder();
    private final LongAdder ambiguous = new LongAdder();
    private final LongAdder halts = new LongAdder();
    private final LongAdder ofCompleted = new LongAdder();

    /** Tells everything that is counted from now on to this one too. */
    public void report(RunEvents other) {
        others.add(other);
    }

    @Override
    public void call(String resource, ServiceCall.Kind kind, int status) {
        calls.increment();
        others.forEach(other -> other.call(resource, kind, status));
    }

    @Override
    public void jobAccepted(JobRecord batch) {
        jobs.increment();
        textRecords.add(batch.textRecords());
        others.forEach(other -> other.jobAccepted(batch));
    }

    @Override
    public void polled(Duration late) {
        others.forEach(other -> other.polled(late));
    }

    @Override
    public void published(
            List<Result> publishedResults, Map<String, Long> publishedDeadLetters, @Nullable Instant receivedAt) {
        results.add(publishedResults.size());
        publishedDeadLetters.values().forEach(deadLetters::add);
        others.forEach(other -> other.published(publishedResults, publishedDeadLetters, receivedAt));
    }

    @Override
    public void again(int documents) {
        again.add(documents);
        others.forEach(other -> other.again(documents));
    }

    @Override
    public void ambiguous() {
        ambiguous.increment();
        others.forEach(RunEvents::ambiguous);
    }

    /** An input is complete, with so many dead letters; some of them may be of a process before this one. */
    public void completed(long withDeadLetters) {
        ofCompleted.add(withDeadLetters);
    }

    /** The dead letters of the inputs that were completed, whichever process wrote them. */
    public long deadLettersOfCompleted() {
        return ofCompleted.sum();
    }

    /** Submitting came to a halt: a spending limit is reached, or it is paused. */
    public void halted() {
        halts.increment();
    }

    public long halts() {
        return halts.sum();
    }

    public long jobs() {
        return jobs.sum();
    }

    public long textRecords() {
        return textRecords.sum();
    }

    public long results() {
        return results.sum();
    }

    public long deadLetters() {
        return deadLetters.sum();
    }

    public long documentsAgain() {
        return again.sum();
    }

    public long ambiguousSubmits() {
        return ambiguous.sum();
    }

    public long calls() {
        return calls.sum();
    }
}
