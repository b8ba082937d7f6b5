package org.analyzetext.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.TaskNames;

/**
 * The tasks of a configuration.
 *
 * @param all the models asked, at least one
 * @param named whether they have names of their own, in {@code analyze-text.tasks}
 * @param asked which of them a document asks for
 */
public record TaskSettings(List<Task> all, boolean named, TaskNames asked) {
    public TaskSettings {
        all = List.copyOf(all);
    }

    /** Reads {@code task.*}, or {@code tasks} and {@code tasks.*}, and how documents choose among them. */
    public static TaskSettings read(PropertyReader in) {
        List<Task> tasks = tasks(in);
        return new TaskSettings(tasks, !in.namesOrKeys("tasks").isEmpty(), asked(in, tasks));
    }

    private static List<Task> tasks(PropertyReader in) {
        List<String> names = in.namesOrKeys("tasks");
        if (names.isEmpty()) {
            return task(in, "task", in.text("task.name")).map(List::of).orElse(List.of());
        }
        List<Task> tasks = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                in.mistake("tasks", "names '" + name + "' twice");
            }
            task(in, "tasks." + name, name).ifPresent(tasks::add);
        }
        return tasks;
    }

    private static Optional<Task> task(PropertyReader in, String prefix, String name) {
        if (!PropertyReader.isName(name)) {
            in.mistake(prefix, "has the name '" + name + "', but a name is 1 to 50 of the characters A-Z a-z 0-9 _ -");
        }
        String project = in.required(prefix + ".project-name", "the name of your project");
        String deployment = in.required(prefix + ".deployment-name", "the name of the project's deployment");
        String word = in.required(
                prefix + ".kind", TaskKind.SINGLE_LABEL.wireName() + " or " + TaskKind.MULTI_LABEL.wireName());
        Optional<TaskKind> kind =
                word.isEmpty() ? Optional.empty() : in.checked(prefix + ".kind", () -> TaskKind.of(word));
        boolean optOut = in.text(prefix + ".logging-opt-out").isEmpty() ? false : in.flag(prefix + ".logging-opt-out");
        if (project.isEmpty() || deployment.isEmpty() || kind.isEmpty()) {
            return Optional.empty();
        }
        return in.checked(prefix, () -> new Task(name, kind.get(), project, deployment, optOut));
    }

    private static TaskNames asked(PropertyReader in, List<Task> tasks) {
        List<String> known = tasks.stream().map(Task::name).toList();
        List<String> usual = in.names("tasks.default");
        usual.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> in.mistake(
                        "tasks.default", "names '" + name + "', but the tasks are only " + String.join(", ", known)));
        return new TaskNames(in.text("document.task"), in.text("kafka.task-header"), known, usual);
    }
}
