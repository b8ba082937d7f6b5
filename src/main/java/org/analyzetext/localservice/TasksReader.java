package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tasks of a submit and refuses what the service refuses. */
final class TasksReader {
    private static final Set<String> PARAMETERS = Set.of("projectName", "deploymentName", "loggingOptOut");

    private final Projects projects;

    TasksReader(Projects projects) {
        this.projects = projects;
    }

    List<Task> read(JsonNode tasks) {
        if (!tasks.isArray() || tasks.isEmpty()) {
            throw ServiceError.invalidRequest("InvalidRequestBodyFormat", "The request has no tasks.");
        }
        List<Task> read = new ArrayList<>(tasks.size());
        Set<String> names = new HashSet<>();
        for (JsonNode node : tasks) {
            Task task = task(node);
            if (!names.add(task.project().kind() + "/" + (task.name() == null ? "" : task.name()))) {
                throw ServiceError.duplicateTask(task.name() == null ? "" : task.name());
            }
            read.add(task);
        }
        return read;
    }

    private Task task(JsonNode node) {
        Kind kind = Kind.ofTask(node.path("kind").asText(""))
                .orElseThrow(() -> ServiceError.invalidArgument(
                        "InvalidParameterValue",
                        "The task kind '" + node.path("kind").asText("") + "' is not supported.",
                        "kind"));
        JsonNode parameters = node.path("parameters");
        parameters.fieldNames().forEachRemaining(name -> {
            if (!PARAMETERS.contains(name)) {
                throw ServiceError.invalidParameter();
            }
        });
        if (parameters.has("loggingOptOut") && !parameters.path("loggingOptOut").isBoolean()) {
            throw ServiceError.invalidParameter();
        }
        Project project = projects.find(name(parameters, "projectName"), name(parameters, "deploymentName"));
        if (project.kind() != kind) {
            throw ServiceError.invalidArgument(
                    "InvalidParameterValue",
                    "The project '" + project.name() + "' is of kind "
                            + project.kind().word() + ".",
                    "kind");
        }
        return new Task(taskName(node), project);
    }

    private static @Nullable String taskName(JsonNode node) {
        return node.path("taskName").isTextual() ? node.path("taskName").asText() : null;
    }

    private static String name(JsonNode parameters, String field) {
        String name = parameters.path(field).asText("");
        if (!ProjectSettings.isName(name)) {
            throw ServiceError.invalidParameter();
        }
        return name;
    }
}
