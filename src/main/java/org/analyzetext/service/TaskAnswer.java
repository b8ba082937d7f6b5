package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.analyzetext.document.Excerpt;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.job.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * What one task of a job answered, by the documents' ids in the request. Filled page by page on one thread, then only
 * read.
 */
public final class TaskAnswer {
    private static final int LONGEST_VERSION = 100;

    private final String taskName;
    private final String kind;
    private final Map<String, DocumentAnswer> documents = new HashMap<>();
    private final Map<String, ServiceError> errors = new HashMap<>();
    private final Set<String> contradictory = new HashSet<>();
    private String modelVersion = "";

    /** The fields of a document that answer it, and the service's warnings, both as it gave them. */
    private record DocumentAnswer(JsonNode fields, List<JsonNode> warnings) {}

    private TaskAnswer(String taskName, String kind) {
        this.taskName = taskName;
        this.kind = kind;
    }

    static TaskAnswer empty(JsonNode item) {
        return new TaskAnswer(
                item.path("taskName").asText(""), item.path("kind").asText(""));
    }

    void add(JsonNode results) {
        modelVersion = Excerpt.of(results.path("modelVersion").asText(""), LONGEST_VERSION);
        Optional<TaskKind> known = TaskKind.ofResults(kind);
        for (JsonNode document : results.path("documents")) {
            JsonNode fields = TaskKind.fields(document);
            String id = document.path("id").asText("");
            if (fields == null
                    || known.filter(each -> each.read(document) == null).isPresent()) {
                // Not to be read, so not to be believed if it stands here a second time.
                contradictory.add(id);
                continue;
            }
            List<JsonNode> warnings = new ArrayList<>();
            document.path("warnings").forEach(warnings::add);
            DocumentAnswer answer = new DocumentAnswer(fields, List.copyOf(warnings));
            DocumentAnswer before = documents.putIfAbsent(id, answer);
            if (before != null && !before.equals(answer)) {
                contradictory.add(id);
            }
        }
        for (JsonNode error : results.path("errors")) {
            errors.putIfAbsent(error.path("id").asText(""), ServiceError.of(error.path("error")));
        }
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

    /**
     * What this task, as we call it, said of a document; null where that is nothing to be believed: two answers that
     * differ count as none, and so does one that the task's kind does not give.
     */
    public @Nullable TaskResult of(String id, Task task) {
        DocumentAnswer answer = contradictory.contains(id) || errors.containsKey(id) ? null : documents.get(id);
        Map<String, JsonNode> said = answer == null ? null : task.kind().read(answer.fields());
        return said == null || answer == null
                ? null
                : new TaskResult(TaskResult.TaskName.of(task, modelVersion), said, answer.warnings());
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
