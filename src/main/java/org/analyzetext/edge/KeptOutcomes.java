package org.analyzetext.edge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of documents, counted from what is kept.
 *
 * @param scope which documents, in a few words
 * @param complete whether all of these are counted
 * @param results documents with a result
 * @param deadLetters dead letters by code
 * @param found documents by task and by what it found
 * @param latest the dead letters that were read last
 */
public record KeptOutcomes(
        String scope,
        boolean complete,
        long results,
        Map<String, Long> deadLetters,
        Map<String, Map<String, Long>> found,
        List<Ended> latest) {
    /**
     * A dead letter, without text and message.
     *
     * @param time when it ended
     * @param code why
     * @param source where the document came from
     * @param id its id
     */
    public record Ended(
            Instant time,
            String code,
            String source,
            @Nullable String id) {}

    public KeptOutcomes {
        deadLetters = Map.copyOf(deadLetters);
        found = Map.copyOf(found);
        latest = List.copyOf(latest);
    }

    /** All dead letters. */
    public long deadLettersInAll() {
        return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }
}
