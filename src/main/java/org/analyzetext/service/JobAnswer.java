package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 */
public record JobAnswer(
        String status,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        List<ServiceError> errors,
        List<TaskAnswer> tasks) {
    private static final Set<String> PENDING = Set.of("notStarted", "running", "cancelling");
    private static final Set<String> ENDED =
            Set.of("succeeded", "partiallyCompleted", "partiallySucceeded", "failed", "cancelled");

    static JobAnswer read(List<JsonNode> pages) {
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
        List<ServiceError> errors = new ArrayList<>();
        last.path("errors").forEach(error -> errors.add(ServiceError.of(error)));
        return new JobAnswer(
                last.path("status").asText(),
                instant(last, "createdDateTime"),
                instant(last, "lastUpdatedDateTime", "lastUpdateDateTime"),
                List.copyOf(errors),
                List.copyOf(tasks.values()));
    }

    private static @Nullable Instant instant(JsonNode node, String... names) {
        for (String name : names) {
            try {
                return OffsetDateTime.parse(node.path(name).asText("")).toInstant();
            } catch (DateTimeParseException absentOrOdd) {
                // The date is a courtesy: the next spelling, or none.
            }
        }
        return null;
    }

    /** How long the job took by the service's own clock; null where it does not say. */
    public @Nullable Duration duration() {
        return createdAt == null || updatedAt == null ? null : Duration.between(createdAt, updatedAt);
    }

    /** Whether the job is over, well or not. */
    public boolean ended() {
        return ENDED.contains(status);
    }

    /** Whether the state is a word that the contract does not know. Such a job counts as still running. */
    public boolean unknownStatus() {
        return !ended() && !PENDING.contains(status);
    }
}
