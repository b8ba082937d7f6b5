package org.analyzetext;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.analyzetext.service.ServiceCall;

/** What this process did since it started, for its summary; not the account, which survives a restart. Thread-safe. */
public final class RunCounters {
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final LongAdder jobs = new LongAdder();
    private final LongAdder textRecords = new LongAdder();
    private final LongAdder results = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();
    private final LongAdder again = new LongAdder();
    private final LongAdder ambiguous = new LongAdder();
    private final LongAdder halts = new LongAdder();

    /** A call was made; status 0 stands for no answer. */
    public void call(ServiceCall.Kind kind, int status) {
        calls.computeIfAbsent(kind.method() + " " + status, any -> new LongAdder())
                .increment();
    }

    /** The service accepted a job of so many billed text records. */
    public void jobAccepted(long records) {
        jobs.increment();
        textRecords.add(records);
    }

    /** So many results and dead letters are where people read them. */
    public void published(long publishedResults, long publishedDeadLetters) {
        results.add(publishedResults);
        deadLetters.add(publishedDeadLetters);
    }

    /** So many documents are submitted once more. */
    public void again(int count) {
        again.add(count);
    }

    /** A submit ended without anybody knowing whether it was taken, and is made again. */
    public void ambiguous() {
        ambiguous.increment();
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
        return calls.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
