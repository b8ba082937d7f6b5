package org.analyzetext.localservice;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job: what is needed to answer for it, without the texts. About one kilobyte with 25 documents. Times are
 * microseconds since 1970. Thread-safe: what changes is the answers, once, and the cancellation.
 */
final class Job {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int HEAD_START = 10;

    private final UUID id;
    private final @Nullable String displayName;
    private final List<RequestedTask> tasks;
    private final String[] ids;
    private final int[] characters;
    private final long[] keys;
    private final JobOutcome outcome;
    private final Set<Fault> spoken;
    private final long createdAt;
    private final long doneAt;
    private @Nullable TextAnswer @Nullable [] answers;
    private long cancelAt = NEVER;
    private boolean seen;

    /** Where a job is. */
    enum Phase {
        NOT_STARTED,
        RUNNING,
        CANCELLING,
        CANCELLED,
        DONE
    }

    /**
     * @param spoken the faults whose content the documents have
     * @param createdAt microseconds since 1970
     */
    Job(JobRequest submission, JobOutcome outcome, Set<Fault> spoken, long createdAt, Duration duration) {
        this.id = Ids.random();
        this.displayName = submission.displayName();
        this.tasks = submission.tasks();
        int size = submission.documents().size();
        this.ids = new String[size];
        this.characters = new int[size];
        this.keys = new long[2 * size];
        for (int i = 0; i < size; i++) {
            SubmittedDocument document = submission.documents().get(i);
            ids[i] = document.id();
            characters[i] = document.characters();
            keys[2 * i] = document.key().high();
            keys[2 * i + 1] = document.key().low();
        }
        this.outcome = outcome;
        this.spoken = spoken;
        this.createdAt = createdAt;
        this.doneAt = createdAt + duration.toNanos() / 1_000;
    }

    Phase phase(long now, Duration cancelDuration) {
        long cancelled;
        synchronized (this) {
            cancelled = cancelAt;
        }
        if (cancelled != NEVER) {
            return now < cancelled + cancelDuration.toNanos() / 1_000 ? Phase.CANCELLING : Phase.CANCELLED;
        }
        if (now >= doneAt && outcome.ending() != JobOutcome.Ending.STUCK) {
            return outcome.ending() == JobOutcome.Ending.CANCELLED ? Phase.CANCELLED : Phase.DONE;
        }
        return now - createdAt < (doneAt - createdAt) / HEAD_START ? Phase.NOT_STARTED : Phase.RUNNING;
    }

    /** How many of its tasks are done while it runs, the first of them first; they share its time evenly. */
    int tasksDone(Phase phase, long now) {
        boolean shown = phase == Phase.RUNNING && outcome.ending() == JobOutcome.Ending.SUCCEEDED && doneAt > createdAt;
        return shown ? (int) ((now - createdAt) * tasks.size() / (doneAt - createdAt)) : 0;
    }

    /** Whether an answer at this phase holds documents. */
    boolean hasResults(Phase phase) {
        return phase == Phase.DONE
                && (outcome.ending() == JobOutcome.Ending.SUCCEEDED
                        || outcome.ending() == JobOutcome.Ending.PARTIALLY_COMPLETED);
    }

    /** Whether the job came to its own end. */
    boolean isOver(Phase phase) {
        return phase == Phase.DONE || (phase == Phase.CANCELLED && outcome.ending() == JobOutcome.Ending.CANCELLED);
    }

    /** Asks for the end of the job; says whether it was still to be done. */
    synchronized boolean cancel(long now) {
        if (cancelAt != NEVER || (now >= doneAt && outcome.ending() != JobOutcome.Ending.STUCK)) {
            return false;
        }
        cancelAt = now;
        return true;
    }

    /** Says once that the end of the job was seen. */
    synchronized boolean seeFirst() {
        boolean first = !seen;
        seen = true;
        return first;
    }

    /** The answers: for each task in order, one for each document in order; null for an empty document. */
    synchronized void answer(@Nullable TextAnswer[] given) {
        answers = given;
        notifyAll();
    }

    /** The answer of a task for a document; waits for it when it is late. */
    synchronized @Nullable TextAnswer answer(int task, int document) throws InterruptedException {
        while (answers == null) {
            wait();
        }
        return answers[task * ids.length + document];
    }

    UUID id() {
        return id;
    }

    @Nullable
    String displayName() {
        return displayName;
    }

    List<RequestedTask> tasks() {
        return tasks;
    }

    int size() {
        return ids.length;
    }

    String documentId(int index) {
        return ids[index];
    }

    int characters(int index) {
        return characters[index];
    }

    TextKey key(int index) {
        return new TextKey(keys[2 * index], keys[2 * index + 1]);
    }

    JobOutcome outcome() {
        return outcome;
    }

    Set<Fault> spoken() {
        return spoken;
    }

    long createdAt() {
        return createdAt;
    }

    long doneAt() {
        return doneAt;
    }
}
