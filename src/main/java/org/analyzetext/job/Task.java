package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One model to ask.
 *
 * @param name the task's name in the job, unique there
 * @param kind single or multi label
 * @param projectName the project in the service; case-sensitive
 * @param deploymentName the project's deployment; case-sensitive
 * @param loggingOptOut whether the service is asked not to keep the texts in its logs
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Task(String name, TaskKind kind, String projectName, String deploymentName, boolean loggingOptOut) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,50}");

    public Task {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        check("project-name", projectName);
        check("deployment-name", deploymentName);
    }

    /** Those of the tasks that have these names; all where there are no names. */
    public static List<Task> named(List<Task> tasks, List<String> names) {
        return names.isEmpty()
                ? tasks
                : tasks.stream().filter(task -> names.contains(task.name())).toList();
    }

    /** The names of tasks. */
    public static List<String> names(List<Task> tasks) {
        return tasks.stream().map(Task::name).toList();
    }

    /** The tasks as they are configured now, by their names; as they are where the configuration has them no more. */
    public static List<Task> asConfigured(List<Task> tasks, List<Task> configured) {
        return tasks.stream()
                .map(task -> configured.stream()
                        .filter(now -> now.name().equals(task.name()))
                        .findFirst()
                        .orElse(task))
                .toList();
    }

    private static void check(String what, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " '" + value
                    + "' is no name that the service takes: 1 to 50 of the characters A-Z a-z 0-9 _ . -");
        }
    }
}
