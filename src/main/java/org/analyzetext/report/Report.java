package org.analyzetext.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.analyzetext.account.FoundCounts;
import org.analyzetext.results.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Adds up results and dead letters for a page. Memory does not grow with the number of documents. Not thread-safe.
 */
public final class Report {
    /** Reasons and codes are words of the service and of this program; only a broken file has more. */
    private static final int MOST_KINDS = 1_000;

    private static final int MOST_EXAMPLES = 3;
    private static final String OTHERS = "(others)";

    private final SortedMap<String, TaskReport> tasks = new TreeMap<>();
    private final FoundCounts found = new FoundCounts();
    private final Map<String, Long> foundIn = new HashMap<>();
    private final SortedMap<String, Kind> deadLetters = new TreeMap<>();
    private final SortedMap<String, Kind> failures = new TreeMap<>();
    private final SortedMap<Integer, Long> attempts = new TreeMap<>();
    private final Durations whole = new Durations();
    private final Durations atService = new Durations();
    private long results;
    private long letters;
    private long retryable;
    private long rows;
    private @Nullable Instant first;
    private @Nullable Instant last;

    /** How often something happened, with examples. */
    static final class Kind {
        private final List<Example> examples = new ArrayList<>();
        private long count;
        private long retryable;

        void add(Example example, boolean canBeRetried) {
            count++;
            retryable += canBeRetried ? 1 : 0;
            if (examples.size() < MOST_EXAMPLES) {
                examples.add(example);
            }
        }

        long count() {
            return count;
        }

        /** How many may succeed another time. */
        long retryable() {
            return retryable;
        }

        List<Example> examples() {
            return examples;
        }
    }

    /**
     * A document to which it happened.
     *
     * @param document where the document came from
     * @param id its id; empty where it has none
     * @param message the reason in plain words
     * @param requestId the service's request id; empty where it gave none
     */
    record Example(String document, String id, String message, String requestId) {}

    /** Adds a result or a dead letter. */
    public void add(Answer answer) {
        JsonNode record = answer.record();
        if (answer.deadLetter()) {
            letters++;
            boolean canBeRetried = record.path("retryable").asBoolean();
            retryable += canBeRetried ? 1 : 0;
            kind(deadLetters, record.path("code").asText()).add(example(answer, record), canBeRetried);
        } else {
            results++;
            rows += answer.inTable() ? 1 : 0;
            found.add(answer.found());
            answer.found().keySet().forEach(task -> foundIn.merge(task, 1L, Long::sum));
            answer.tasks().forEach((task, labels) -> tasks.computeIfAbsent(task, any -> new TaskReport())
                    .add(answer, labels));
        }
        tries(answer, record);
        times(answer, record);
    }

    private void tries(Answer answer, JsonNode record) {
        for (JsonNode failure : record.path("history")) {
            kind(failures, failure.path("code").asText()).add(example(answer, failure), false);
        }
        int attempt = record.path("job").path("attempt").asInt();
        if (attempt > 0) {
            attempts.merge(attempt, 1L, Long::sum);
        }
    }

    private void times(Answer answer, JsonNode record) {
        JsonNode job = record.path("job");
        Instant submitted = Answer.time(job.path("submittedAt").asText());
        Instant completed = Answer.time(job.path("completedAt").asText());
        if (submitted != null && completed != null) {
            atService.add(Duration.between(submitted, completed));
        }
        Instant taken = Answer.time(record.path("takenAt").asText());
        Instant end = answer.publishedAt();
        if (taken != null && end != null) {
            whole.add(Duration.between(taken, end));
        }
        if (end != null) {
            first = first == null || end.isBefore(first) ? end : first;
            last = last == null || end.isAfter(last) ? end : last;
        }
    }

    private static Kind kind(SortedMap<String, Kind> kinds, String name) {
        String known = kinds.size() < MOST_KINDS || kinds.containsKey(name) ? name : OTHERS;
        return kinds.computeIfAbsent(known, any -> new Kind());
    }

    private static Example example(Answer answer, JsonNode reason) {
        return new Example(
                answer.key(),
                answer.id() == null ? "" : answer.id(),
                reason.path("message").asText(""),
                reason.path("requestId").asText(""));
    }

    SortedMap<String, TaskReport> tasks() {
        return tasks;
    }

    /** Of each task that gives no labels, documents by what it found in them. */
    Map<String, Map<String, Long>> found() {
        return found.counts();
    }

    /** Documents that such a task answered. */
    long foundIn(String task) {
        return foundIn.getOrDefault(task, 0L);
    }

    /** Dead letters by code. */
    Map<String, Kind> deadLetters() {
        return deadLetters;
    }

    /** Attempts that gave a document no answer, by code. */
    Map<String, Kind> failures() {
        return failures;
    }

    /** Documents by the number of their last attempt. */
    SortedMap<Integer, Long> attempts() {
        return attempts;
    }

    /** From a document's arrival to its answer. */
    Durations whole() {
        return whole;
    }

    /** From the acceptance of its job to the job's end. */
    Durations atService() {
        return atService;
    }

    /** Documents with a result. */
    public long results() {
        return results;
    }

    /** Documents with a dead letter. */
    public long deadLetterCount() {
        return letters;
    }

    /** Dead letters that may succeed another time. */
    long retryable() {
        return retryable;
    }

    /** Results that are rows of tables, which say nothing of attempts and times. */
    long rows() {
        return rows;
    }

    /** When the first answer came; null where no answer says so. */
    @Nullable
    Instant first() {
        return first;
    }

    /** When the last answer came; null where no answer says so. */
    @Nullable
    Instant last() {
        return last;
    }
}
