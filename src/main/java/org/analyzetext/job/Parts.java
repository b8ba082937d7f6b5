package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.stream.Stream;
import org.analyzetext.document.TextRange;

/**
 * The parts in which a document is sent that is too long for one request: one job after the other.
 *
 * @param ranges where in the text the parts are, in order
 * @param answers the answers of the first parts; the part after them is the one that the record is about
 */
public record Parts(List<TextRange> ranges, List<PartAnswer> answers) {
    /** Throws {@link IllegalArgumentException} where no part is left to be sent. */
    public Parts {
        ranges = List.copyOf(ranges);
        answers = List.copyOf(answers);
        if (answers.size() >= ranges.size()) {
            throw new IllegalArgumentException(
                    "a document of " + ranges.size() + " parts is not on its way with " + answers.size() + " answers");
        }
    }

    /** The part that is sent now. */
    TextRange current() {
        return ranges.get(answers.size());
    }

    /** The number of the part that is sent now, from 1. */
    public int number() {
        return answers.size() + 1;
    }

    /** Whether no part follows the one that is sent now. */
    @JsonIgnore
    public boolean isLast() {
        return number() == ranges.size();
    }

    /** The answers of all parts, of which this is the last. */
    public List<PartAnswer> with(PartAnswer last) {
        return Stream.concat(answers.stream(), Stream.of(last)).toList();
    }
}
