package org.analyzetext.edge.kafka;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.analyzetext.spending.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Batches of a take that follow one another and are submitted at once. What becomes of them is kept in one transaction:
 * all up to the last one that was accepted are acknowledged, those behind it are read again.
 *
 * @param parts the batches, each with its outcome
 */
record Turn(List<Part> parts) implements Deadline {
    /** A batch and why it could not be submitted, if so. Written by the thread that submits it, read once all are done. */
    public static final class Part {
        private final TakeBatch batch;
        private @Nullable Exception failure;
        private int ambiguous;

        private Part(TakeBatch batch) {
            this.batch = batch;
        }

        TakeBatch batch() {
            return batch;
        }

        /** Notes why the batch could not be submitted, and how many of its submits got no answer. */
        void failed(Exception why, int noAnswer) {
            failure = why;
            ambiguous = noAnswer;
        }

        boolean hasFailed() {
            return failure != null;
        }

        int ambiguous() {
            return ambiguous;
        }
    }

    Turn {
        parts = List.copyOf(parts);
    }

    /** Batches in their order, at most so many in a turn. */
    static List<Turn> of(List<TakeBatch> batches, int most) {
        List<Turn> turns = new ArrayList<>();
        for (int begin = 0; begin < batches.size(); begin += most) {
            turns.add(of(batches.subList(begin, Math.min(begin + most, batches.size()))));
        }
        return turns;
    }

    private static Turn of(List<TakeBatch> batches) {
        return new Turn(batches.stream().map(Part::new).toList());
    }

    /** Without what another consumer takes now. */
    Turn owned() {
        return of(parts.stream().map(part -> part.batch().owned()).toList());
    }

    @Override
    public Instant until() {
        return parts.get(0).batch().until();
    }

    /** Waits for a moment on the consumer's thread, as a member of its group; false when it can't. */
    boolean stay() {
        return parts.get(0).batch().stay();
    }

    /** Those up to the last one that did not fail: their records are acknowledged. */
    List<Part> settled() {
        int end = parts.size();
        while (end > 0 && parts.get(end - 1).hasFailed()) {
            end--;
        }
        return parts.subList(0, end);
    }

    /** Acknowledges what is whole now. */
    void commit() {
        settled().forEach(part -> part.batch().commit());
    }

    /** Throws the first failure, if there was any. */
    void passOn() throws Exception {
        for (Part part : parts) {
            if (part.hasFailed()) {
                throw Objects.requireNonNull(part.failure);
            }
        }
    }
}
