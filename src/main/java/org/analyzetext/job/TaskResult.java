package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one task said of a document.
 *
 * @param task who said it
 * @param answer the fields of the answer that its kind has, such as {@code classes} or {@code entities}, as the service
 *     gave them; in JSON they stand beside {@code task} and {@code warnings}
 * @param warnings the service's warnings, as it gave them
 */
public record TaskResult(
        TaskName task, @JsonAnyGetter @JsonAnySetter Map<String, JsonNode> answer, List<JsonNode> warnings) {
    public TaskResult {
        answer = Collections.unmodifiableMap(new LinkedHashMap<>(answer));
        warnings = List.copyOf(warnings);
    }

    /** What a classifying task said: classes, best first; none where no label reached the threshold. */
    public static TaskResult of(TaskName task, List<Label> classes, List<JsonNode> warnings) {
        return new TaskResult(task, Classes.answer(classes), warnings);
    }

    /** The classes, best first as the service gave them; none where the task's kind gives no classes. */
    public List<Label> classes() {
        return Classes.of(answer);
    }

    /** Names for what the task found in the document; never its words. */
    Set<String> found() {
        return task.kind().found(answer::get);
    }

    /** Which model, of which project if it is one's own. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record TaskName(
            String name,
            TaskKind kind,
            @Nullable String projectName,
            @Nullable String deploymentName,
            @Nullable String modelVersion) {
        /** The task, with the version of the service's model that answered; empty where it does not say. */
        public static TaskName of(Task task, String modelVersion) {
            return new TaskName(
                    task.name(),
                    task.kind(),
                    task.projectName(),
                    task.deploymentName(),
                    modelVersion.isEmpty() ? null : modelVersion);
        }
    }
}
