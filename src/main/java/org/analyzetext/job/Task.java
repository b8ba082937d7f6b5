package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.analyzetext.document.Json;
import org.jspecify.annotations.Nullable;

/**
 * One model to ask.
 *
 * @param name the task's name in the job, unique there
 * @param kind what the service does with the documents
 * @param projectName the project in the service; case-sensitive; null where the service's own model is asked
 * @param deploymentName the project's deployment; case-sensitive; null where the service's own model is asked
 * @param loggingOptOut whether the service is asked not to keep the texts in its logs
 * @param parameters what else the kind can be asked for, by the service's names
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Task(
        String name,
        TaskKind kind,
        @Nullable String projectName,
        @Nullable String deploymentName,
        boolean loggingOptOut,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> parameters) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,50}");

    public Task {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        parameters = parameters == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(parameters));
        check(kind, "project-name", projectName);
        check(kind, "deployment-name", deploymentName);
        OffsetUnit.of(parameters);
    }

    /** A task of a project, without further parameters. */
    public Task(String name, TaskKind kind, String projectName, String deploymentName, boolean loggingOptOut) {
        this(name, kind, projectName, deploymentName, loggingOptOut, Map.of());
    }

    /** How offsets are counted in its answers. */
    OffsetUnit offsetUnit() {
        return OffsetUnit.of(parameters);
    }

    /** Whether the answers to a document's parts can be merged. A FHIR bundle is one document's as a whole. */
    boolean merges() {
        return kind.merge() != null && !parameters.containsKey("fhirVersion");
    }

    /** The parameters as the service takes them. */
    public ObjectNode wireParameters() {
        ObjectNode sent = Json.MAPPER.createObjectNode();
        if (projectName != null) {
            sent.put("projectName", projectName);
        }
        if (deploymentName != null) {
            sent.put("deploymentName", deploymentName);
        }
        if (loggingOptOut) {
            sent.put("loggingOptOut", true);
        }
        if (kind.offsets()) {
            sent.put(OffsetUnit.PARAMETER, offsetUnit().word());
        }
        return sent.setAll(parameters);
    }

    /** The task of that name. */
    public static Optional<Task> named(List<Task> tasks, String name) {
        return tasks.stream().filter(task -> task.name().equals(name)).findFirst();
    }

    /** Those of the tasks that have these names; all where there are no names. */
    public static List<Task> named(List<Task> tasks, List<String> names) {
        return names.isEmpty()
                ? tasks
                : tasks.stream().filter(task -> names.contains(task.name())).toList();
    }

    /** The kinds of the tasks with these names, and this one for a name that no task has. */
    public static List<TaskKind> kinds(List<Task> tasks, List<String> names, TaskKind otherwise) {
        return names.stream()
                .map(name -> named(tasks, name).map(Task::kind).orElse(otherwise))
                .toList();
    }

    /** The names of tasks. */
    public static List<String> names(List<Task> tasks) {
        return tasks.stream().map(Task::name).toList();
    }

    /** The tasks as they are configured now, by their names; as they are where the configuration has them no more. */
    public static List<Task> asConfigured(List<Task> tasks, List<Task> configured) {
        return tasks.stream()
                .map(task -> named(configured, task.name()).orElse(task))
                .toList();
    }

    private static void check(TaskKind kind, String what, @Nullable String value) {
        if (value == null
                ? kind.model() == TaskKind.Model.OWN
                : !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " '" + value
                    + "' is no name that the service takes: 1 to 50 of the characters A-Z a-z 0-9 _ . -");
        }
        if (value != null && kind.model() == TaskKind.Model.SERVICE) {
            throw new IllegalArgumentException(
                    what + " is '" + value + "', but " + kind + " asks the service's own model: leave it out");
        }
    }
}
