package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one task of a job answered, by the documents' ids in the request. Filled page by page on one thread, then only
 * read.
 */
public final class TaskAnswer {
    private static final int MOST_DIGITS = 100;

    private final String taskName;
    private final String kind;
    private final Map<String, DocumentAnswer> documents = new HashMap<>();
    private final Map<String, ServiceError> errors = new HashMap<>();
    private final Set<String> contradictory = new HashSet<>();

    /**
     * The answer for a document.
     *
     * @param classes its classes as the service gave them
     * @param warnings the service's warnings as it gave them
     */
    public record DocumentAnswer(List<ClassScore> classes, List<JsonNode> warnings) {}

    /** A class and the service's confidence in it, 0 to 1. */
    public record ClassScore(String category, BigDecimal confidenceScore) {}

    private TaskAnswer(String taskName, String kind) {
        this.taskName = taskName;
        this.kind = kind;
    }

    static TaskAnswer empty(JsonNode item) {
        return new TaskAnswer(
                item.path("taskName").asText(""), item.path("kind").asText(""));
    }

    void add(JsonNode results) {
        for (JsonNode document : results.path("documents")) {
            List<ClassScore> classes = classes(document);
            String id = document.path("id").asText("");
            if (classes == null) {
                // Not to be read, so not to be believed if it stands here a second time.
                contradictory.add(id);
                continue;
            }
            List<JsonNode> warnings = new ArrayList<>();
            document.path("warnings").forEach(warnings::add);
            DocumentAnswer answer = new DocumentAnswer(List.copyOf(classes), List.copyOf(warnings));
            DocumentAnswer before = documents.putIfAbsent(id, answer);
            if (before != null && !before.equals(answer)) {
                contradictory.add(id);
            }
        }
        for (JsonNode error : results.path("errors")) {
            errors.putIfAbsent(error.path("id").asText(""), ServiceError.of(error.path("error")));
        }
    }

    /** {@code class} is an array on the wire; {@code classes} and a lone object are read too. Null: not answered. */
    private static @Nullable List<ClassScore> classes(JsonNode document) {
        JsonNode classes = document.hasNonNull("class") ? document.get("class") : document.path("classes");
        if (classes.isObject()) {
            ClassScore only = score(classes);
            return only == null ? null : List.of(only);
        }
        if (!classes.isArray()) {
            return null;
        }
        List<ClassScore> scores = new ArrayList<>();
        for (JsonNode node : classes) {
            ClassScore score = score(node);
            if (score == null) {
                return null;
            }
            scores.add(score);
        }
        return scores;
    }

    private static @Nullable ClassScore score(JsonNode node) {
        JsonNode category = node.path("category");
        JsonNode score = node.path("confidenceScore");
        String number = score.asText("");
        if (!category.isTextual() || number.length() > MOST_DIGITS) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(number);
            return isScore(value) ? new ClassScore(category.asText(), value) : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** From 0 to 1, and short enough to be written without an exponent. */
    private static boolean isScore(BigDecimal value) {
        return value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0 && Math.abs(value.scale()) <= MOST_DIGITS;
    }

    /** The task's name as the service repeats it; empty where it does not. */
    public String taskName() {
        return taskName;
    }

    /** The kind of its results, such as {@code CustomSingleLabelClassificationLROResults}. */
    public String kind() {
        return kind;
    }

    /** Whether it answered any document. */
    public boolean hasAnswers() {
        return !documents.isEmpty();
    }

    /** The answer for a document; null where there is none to be believed: two that differ count as none. */
    public @Nullable DocumentAnswer document(String id) {
        return contradictory.contains(id) || errors.containsKey(id) ? null : documents.get(id);
    }

    /** The error for a document, or null. */
    public @Nullable ServiceError error(String id) {
        return errors.get(id);
    }

    /** How many answers and errors are for other ids than the positions of so many documents. */
    int neverSent(int documents) {
        Set<String> sent =
                IntStream.rangeClosed(1, documents).mapToObj(Integer::toString).collect(Collectors.toSet());
        Set<String> ids = new HashSet<>(this.documents.keySet());
        ids.addAll(contradictory);
        ids.addAll(errors.keySet());
        ids.removeAll(sent);
        return ids.size();
    }

    /** How many ids have an answer that can't be read, that differs from another one, or that stands beside an error. */
    int contradictory() {
        Set<String> ids = new HashSet<>(errors.keySet());
        ids.retainAll(documents.keySet());
        ids.addAll(contradictory);
        return ids.size();
    }
}
