package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tasks of a submit and refuses what the service refuses. */
final class TasksReader {
    private final Projects projects;

    TasksReader(Projects projects) {
        this.projects = projects;
    }

    List<RequestedTask> read(JsonNode tasks, ApiVersion version) {
        if (!tasks.isArray() || tasks.isEmpty()) {
            throw RequestError.invalidRequest("InvalidRequestBodyFormat", "The request has no tasks.");
        }
        List<RequestedTask> read = new ArrayList<>(tasks.size());
        Set<String> names = new HashSet<>();
        for (JsonNode node : tasks) {
            RequestedTask task = new RequestedTask(taskName(node), analyzer(node, version));
            if (!names.add(task.analyzer().kind() + "/" + (task.name() == null ? "" : task.name()))) {
                throw RequestError.duplicateTask(task.name() == null ? "" : task.name());
            }
            read.add(task);
        }
        return read;
    }

    private Analyzer analyzer(JsonNode node, ApiVersion version) {
        String word = node.path("kind").asText("");
        Kind kind = Kind.ofTask(word, version)
                .orElseThrow(() -> RequestError.invalidArgument(
                        "InvalidParameterValue", "The task kind '" + word + "' is not supported.", "kind"));
        JsonNode parameters = node.path("parameters");
        parameters.fieldNames().forEachRemaining(name -> {
            if (!kind.takes(name)) {
                throw RequestError.invalidParameter();
            }
        });
        if (parameters.has("loggingOptOut") && !parameters.path("loggingOptOut").isBoolean()) {
            throw RequestError.invalidParameter();
        }
        IndexType index = IndexType.of(parameters.path(Kind.INDEX).asText("TextElements_v8"))
                .orElseThrow(RequestError::invalidParameter);
        if (!kind.isOfProject()) {
            return new Prebuilt(kind, parameters, index);
        }
        Project project = projects.find(name(parameters, "projectName"), name(parameters, "deploymentName"));
        if (project.kind() != kind) {
            throw RequestError.invalidArgument(
                    "InvalidParameterValue",
                    "The project '" + project.name() + "' is of kind "
                            + project.kind().word() + ".",
                    "kind");
        }
        return new OfProject(project, index);
    }

    private static @Nullable String taskName(JsonNode node) {
        return node.path("taskName").isTextual() ? node.path("taskName").asText() : null;
    }

    private static String name(JsonNode parameters, String field) {
        String name = parameters.path(field).asText("");
        if (!ProjectSettings.isName(name)) {
            throw RequestError.invalidParameter();
        }
        return name;
    }
}
