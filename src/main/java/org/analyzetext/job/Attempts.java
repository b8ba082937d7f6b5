package org.analyzetext.job;

import java.util.List;
import java.util.stream.Stream;

/**
 * How often the documents of a batch were submitted, and why not for the last time.
 *
 * @param number which attempt is next or under way, from 1
 * @param ambiguous how many submits of this attempt had an unknown end, so may have been paid for too
 * @param failures the attempts before; of a document that is sent in parts, those of earlier parts come first
 */
public record Attempts(int number, int ambiguous, List<Failure> failures) {
    static final Attempts FIRST = new Attempts(1, 0, List.of());

    public Attempts {
        failures = List.copyOf(failures);
    }

    /** How many count against the most that there may be: all but those that the documents are not to blame for. */
    public int counted() {
        // Each attempt but the first added one failure.
        List<Failure> own = failures.subList(Math.max(0, failures.size() - number + 1), failures.size());
        return number - (int) own.stream().filter(Failure::uncounted).count();
    }

    /** The next attempt, after this failure. */
    Attempts next(Failure failure, int stillAmbiguous) {
        return new Attempts(
                number + 1,
                stillAmbiguous,
                Stream.concat(failures.stream(), Stream.of(failure)).toList());
    }

    Attempts withAmbiguous(int submits) {
        return new Attempts(number, submits, failures);
    }

    /** The first attempt of another part of the same document. */
    Attempts ofNextPart() {
        return new Attempts(1, 0, failures);
    }
}
