package org.analyzetext.account;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.analyzetext.document.Source;
import org.jspecify.annotations.Nullable;

/**
 * Where the documents of an input are, and what they cost. Counted from what lies in the work folder or in the topics,
 * so each thing once, however often processes were killed.
 *
 * @param input the name of the file or of the topic
 * @param finishedAt when a file's results appeared, ISO 8601; null while it is under way, and for a topic
 * @param places where its documents are
 * @param cost what they cost
 * @param again what is there, or was put in, more than once
 * @param found its results by task and by what it found; a document with several findings counts once for each
 * @param missing the first positions that are nowhere; empty when the account adds up, and for files
 * @param remarks what the reader has to know of these numbers, such as records that were deleted; normally none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Account(
        String input,
        @Nullable String finishedAt,
        @JsonUnwrapped Places places,
        @JsonUnwrapped Cost cost,
        @JsonUnwrapped Again again,

        @JsonAlias("labels") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Map<String, Long>> found,

        List<Source> missing,
        List<String> remarks) {
    /**
     * Where documents are.
     *
     * @param documents documents in the input, those that can't be sent too; -1, and not in JSON, while a file is being cut
     * @param results documents with a result
     * @param deadLetters documents with a dead letter and no result, by code
     * @param waiting documents that wait to be submitted
     * @param inFlight documents that the service has
     * @param bytes bytes of the files that were answered; 0 while the input is under way, and for topics
     * @param unreadBytes bytes that were written to these files after they were answered, and never read
     */
    public record Places(
            @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NotCounted.class)
            long documents,

            long results,
            Map<String, Long> deadLetters,
            long waiting,
            long inFlight,
            long bytes,
            long unreadBytes) {
        public Places {
            deadLetters = Collections.unmodifiableMap(new TreeMap<>(deadLetters));
        }

        /** Places of documents that are in no file, or in files that are not answered yet. */
        public Places(long documents, long results, Map<String, Long> deadLetters, long waiting, long inFlight) {
            this(documents, results, deadLetters, waiting, inFlight, 0, 0);
        }

        /** All dead letters. */
        @JsonProperty("deadLettersInAll")
        public long deadLettersInAll() {
            return deadLetters.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Documents that are nowhere. */
        @JsonProperty("missingInAll")
        public long missingInAll() {
            return documents < 0 ? 0 : documents - results - deadLettersInAll() - waiting - inFlight;
        }

        /** Whether every document is in exactly one place, and nothing was written that was never read. */
        @JsonProperty("addsUp")
        public boolean addsUp() {
            return missingInAll() == 0 && unreadBytes == 0;
        }
    }

    /** An unknown number of documents. */
    static final class NotCounted {
        @Override
        public boolean equals(@Nullable Object value) {
            return value instanceof Long count && count < 0;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    /**
     * What documents cost.
     *
     * @param jobs jobs that the service accepted
     * @param sentAgain tries of documents beyond their first
     * @param ambiguous submits with an unknown end, each sent again: they may have been paid for
     * @param textRecords what the service bills for the jobs, by {@code resource/task}
     */
    public record Cost(long jobs, long sentAgain, long ambiguous, Map<String, Long> textRecords) {
        public Cost {
            textRecords = Collections.unmodifiableMap(new TreeMap<>(textRecords));
        }

        /** The task of a key of text records. */
        public static String task(String resourceAndTask) {
            return resourceAndTask.substring(resourceAndTask.lastIndexOf('/') + 1);
        }

        /** All text records. */
        @JsonProperty("textRecordsInAll")
        public long textRecordsInAll() {
            return textRecords.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * What is there more than once.
     *
     * @param repeats results and dead letters beyond the first of a document
     * @param contradictions repeats that are a dead letter of a document with a result
     * @param replayed dead letters that were put in again
     * @param replays documents that are dead letters put in again
     * @param rescued of the replayed, how many have a result by now
     */
    public record Again(long repeats, long contradictions, long replayed, long replays, long rescued) {
        /** Nothing. */
        public static final Again NOTHING = new Again(0, 0, 0, 0, 0);
    }

    public Account {
        // The accounts that an older release wrote have none.
        found = found == null ? Map.of() : FoundCounts.copy(found);
        missing = missing == null ? List.of() : List.copyOf(missing);
        remarks = remarks == null ? List.of() : List.copyOf(remarks);
    }

    /** The same, after so many of its dead letters were put in again, and so many of these got a result. */
    public Account withReplayed(long count, long rescued) {
        Again now = new Again(again.repeats, again.contradictions, count, again.replays, rescued);
        return new Account(input, finishedAt, places, cost, now, found, missing, remarks);
    }

    /** The same, of files that have these sizes. */
    public Account ofBytes(long bytes, long unreadBytes) {
        Places now = new Places(
                places.documents,
                places.results,
                places.deadLetters,
                places.waiting,
                places.inFlight,
                bytes,
                unreadBytes);
        return new Account(input, finishedAt, now, cost, again, found, missing, remarks);
    }

    /** The same with this remark. */
    public Account remarked(String remark) {
        return new Account(input, finishedAt, places, cost, again, found, missing, List.of(remark));
    }
}
