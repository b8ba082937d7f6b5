package org.analyzetext.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;

/**
 * What one task said of a document.
 *
 * @param task who said it
 * @param classes the classes, best first as the service gave them; empty when no label reached the threshold
 * @param warnings the service's warnings, as it gave them
 */
public record Classification(TaskName task, List<Label> classes, List<JsonNode> warnings) {
    public Classification {
        classes = List.copyOf(classes);
        warnings = List.copyOf(warnings);
    }

    /** Which model of which project. */
    public record TaskName(String name, TaskKind kind, String projectName, String deploymentName) {
        public static TaskName of(Task task) {
            return new TaskName(task.name(), task.kind(), task.projectName(), task.deploymentName());
        }
    }

    /**
     * One class.
     *
     * @param category its name in the project
     * @param confidenceScore 0 to 1, with the service's digits
     */
    public record Label(String category, BigDecimal confidenceScore) {}
}
