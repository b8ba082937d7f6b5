package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.util.Objects;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Result;
import org.jspecify.annotations.Nullable;

/** The results of an input in order; dead letters go to their file on the way, in order with those of the cut. */
final class JoinedOutcomes implements AutoCloseable {
    private final OutcomeStream stream;
    private final MappingIterator<DeadLetter> rejected;
    private final JsonGenerator letters;
    private final Count count;
    private @Nullable DeadLetter nextRejected;
    private @Nullable Result waiting;

    JoinedOutcomes(Input input, JsonGenerator letters, Count count) throws IOException {
        this.stream = new OutcomeStream(input.outcomes());
        this.rejected = JsonLines.read(input.rejected(), DeadLetter.class);
        this.letters = letters;
        this.count = count;
        this.nextRejected = rejected.hasNext() ? rejected.next() : null;
    }

    /** The next result; null at the end, when all dead letters are written too. */
    @Nullable
    Result nextResult() throws IOException {
        if (waiting != null) {
            Result result = waiting;
            waiting = null;
            return result;
        }
        for (OutcomeLine outcome = stream.next(); outcome != null; outcome = stream.next()) {
            writeRejectedBefore(outcome);
            if (outcome.result() != null) {
                count.results++;
                return outcome.result();
            }
            writeLetter(Objects.requireNonNull(outcome.deadLetter()));
        }
        writeRejectedBefore(null);
        return null;
    }

    /** The result of the document with that ordinal, asked for in rising order; null if it has none. */
    @Nullable
    Result resultOf(long ordinal) throws IOException {
        if (waiting == null) {
            waiting = nextResult();
        }
        if (waiting == null || new OutcomeLine(waiting, null).position().ordinal() != ordinal) {
            return null;
        }
        return nextResult();
    }

    private void writeRejectedBefore(@Nullable OutcomeLine outcome) throws IOException {
        while (nextRejected != null
                && (outcome == null
                        || OutcomeLine.BY_POSITION.compare(new OutcomeLine(null, nextRejected), outcome) < 0)) {
            writeLetter(nextRejected);
            nextRejected = rejected.hasNext() ? rejected.next() : null;
        }
    }

    private void writeLetter(DeadLetter letter) throws IOException {
        count.deadLetters++;
        JsonLines.write(letters, letter);
    }

    @Override
    public void close() throws IOException {
        rejected.close();
    }

    /** How many outcomes there were of each kind. */
    static final class Count {
        long results;
        long deadLetters;
    }
}
