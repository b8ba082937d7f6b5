package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.analyzetext.document.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * What the service says of a job, all pages together. Read with more patience than the contract asks for: unknown
 * words and fields are passed over, what is missing counts as not said.
 *
 * @param status the service's word for the job's state
 * @param createdAt when the service took it, or null
 * @param updatedAt when the service last changed it, or null
 * @param errors the errors of the job as a whole
 * @param tasks the answers of the tasks
 * @param requestId the service's id of the request that the last page answered, where it gave one
 */
public record JobAnswer(
        String status,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        List<ServiceError> errors,
        List<TaskAnswer> tasks,
        @Nullable String requestId) {
    private static final int LONGEST_STATUS = 100;
    private static final Set<String> PENDING = Set.of("notStarted", "running", "cancelling");
    private static final Set<String> ENDED =
            Set.of("succeeded", "partiallyCompleted", "partiallySucceeded", "failed", "cancelled");

    static JobAnswer read(List<JsonNode> pages, @Nullable String requestId) {
        JsonNode last = pages.get(pages.size() - 1);
        Map<String, TaskAnswer> tasks = new LinkedHashMap<>();
        for (JsonNode page : pages) {
            int position = 0;
            for (JsonNode item : page.path("tasks").path("items")) {
                String name = item.path("taskName").asText("");
                String place = name.isEmpty() ? "#" + position : name;
                tasks.computeIfAbsent(place, any -> TaskAnswer.empty(item)).add(item.path("results"));
                position++;
            }
        }
        Set<ServiceError> errors = new LinkedHashSet<>();
        pages.forEach(page -> page.path("errors").forEach(error -> errors.add(ServiceError.of(error))));
        return new JobAnswer(
                status(pages),
                instant(last, "createdDateTime"),
                instant(last, "lastUpdatedDateTime", "lastUpdateDateTime"),
                List.copyOf(errors),
                List.copyOf(tasks.values()),
                requestId);
    }

    /** A word of the contract in its spelling, whatever its case; any other as it is. */
    private static String word(String status) {
        return Stream.concat(PENDING.stream(), ENDED.stream())
                .filter(status::equalsIgnoreCase)
                .findFirst()
                .orElse(status);
    }

    /** The last page's word, but a job that still ran when one of its pages was read is not over. */
    private static String status(List<JsonNode> pages) {
        String status = "";
        for (JsonNode page : pages) {
            status = word(Excerpt.of(page.path("status").asText(), LONGEST_STATUS));
            if (!ENDED.contains(status)) {
                return status;
            }
        }
        return status;
    }

    private static @Nullable Instant instant(JsonNode node, String... names) {
        for (String name : names) {
            String date = node.path(name).asText("");
            if (date.isEmpty()) {
                continue;
            }
            try {
                return OffsetDateTime.parse(date).toInstant();
            } catch (DateTimeParseException odd) {
                // The date is a courtesy: the next spelling, or none.
            }
        }
        return null;
    }

    /** How long the job took by the service's own clock; null where it does not say. */
    public @Nullable Duration duration() {
        return createdAt == null || updatedAt == null ? null : Duration.between(createdAt, updatedAt);
    }

    /** Whether somebody has cancelled the job. */
    public boolean cancelled() {
        return status.equals("cancelled");
    }

    /** Whether the job is over, well or not. */
    public boolean ended() {
        return ENDED.contains(status);
    }

    /** Whether the state is a word that the contract does not know. Such a job counts as still running. */
    public boolean unknownStatus() {
        return !ended() && !PENDING.contains(status);
    }

    /**
     * What of the answer contradicts the request or itself, in words and without ids; empty where all adds up.
     *
     * @param documents how many were sent, under their positions as ids
     */
    public String oddities(int documents) {
        int neverSent = 0;
        int contradictory = 0;
        for (TaskAnswer task : tasks) {
            neverSent += task.neverSent(documents);
            contradictory += task.contradictory();
        }
        return (neverSent == 0 ? "" : " " + neverSent + " answers for documents that were never sent;")
                + (contradictory == 0 ? "" : " " + contradictory + " answers that can't be read or contradict others;");
    }
}
