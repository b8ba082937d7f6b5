package org.analyzetext.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the documents of an input are, and what they cost. Counted from what lies in the work folder, so each thing
 * once, however often the process was killed.
 *
 * @param input the input's name
 * @param finishedAt when its results appeared, ISO 8601; null while it is under way
 * @param documents documents in the input, those that can't be sent too; -1 while it is being cut
 * @param results documents with a result
 * @param deadLetters documents with a dead letter, by code
 * @param waiting documents that wait to be submitted
 * @param inFlight documents that the service has
 * @param jobs jobs that the service accepted
 * @param sentAgain documents that were in a second or later try, each as often as it was
 * @param ambiguous submits with an unknown end, each sent again: they may have been paid for
 * @param textRecords what the service bills for the jobs, by {@code resource/task}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Account(
        String input,
        @Nullable String finishedAt,
        long documents,
        long results,
        Map<String, Long> deadLetters,
        long waiting,
        long inFlight,
        long jobs,
        long sentAgain,
        long ambiguous,
        Map<String, Long> textRecords) {
    public Account {
        deadLetters = Collections.unmodifiableMap(new TreeMap<>(deadLetters));
        textRecords = Collections.unmodifiableMap(new TreeMap<>(textRecords));
    }

    /** All dead letters. */
    public long deadLettersInAll() {
        return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All text records. */
    public long textRecordsInAll() {
        return textRecords.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether every document is in exactly one place. */
    @JsonProperty("addsUp")
    public boolean addsUp() {
        return documents < 0 || documents == results + deadLettersInAll() + waiting + inFlight;
    }
}
