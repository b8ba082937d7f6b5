package org.analyzetext.edge.files;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.analyzetext.document.LogText;
import org.analyzetext.job.Result;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskColumns;
import org.analyzetext.job.TaskKind;
import org.analyzetext.job.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a CSV result has more than its input: for each task those of its kind ({@link TaskColumns}), with
 * the task's name before them where there are several tasks; then {@code task}, {@code project}, {@code deployment},
 * {@code published} (in UTC) and {@code job_id}; then a column for each class that is asked for. Several values of a
 * document stand in one field, with {@code ;} between them. The fields of a task that the document did not ask for are
 * empty. Control characters and marks of direction in the names of classes are shown, as in logs.
 */
final class CsvLabels {
    private static final String CONFIDENCE = "confidence";
    /** Every spreadsheet reads it as a date. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final List<String> tasks;
    private final List<List<String>> columnsOfTasks;
    private final List<CsvClasses.TaskClass> classes;
    private final List<String> columns = new ArrayList<>();

    /**
     * The columns of the tasks of these names.
     *
     * @param configured the tasks as they are configured now; one that is no more has the columns of classification
     * @param classes those that have a column of their own; may be none
     */
    CsvLabels(List<String> tasks, List<Task> configured, List<CsvClasses.TaskClass> classes) {
        this.tasks = List.copyOf(tasks);
        this.classes = List.copyOf(classes);
        columnsOfTasks = Task.kinds(configured, tasks, TaskKind.SINGLE_LABEL).stream()
                .map(TaskColumns::names)
                .toList();
        for (int i = 0; i < tasks.size(); i++) {
            String prefix = prefix(tasks.get(i));
            columnsOfTasks.get(i).forEach(column -> columns.add(prefix + column));
        }
        columns.addAll(List.of("task", "project", "deployment", "published", "job_id"));
        for (CsvClasses.TaskClass each : classes) {
            columns.add(prefix(each.task()) + CONFIDENCE + "_"
                    + LogText.of(each.category()).strip());
        }
    }

    private String prefix(String task) {
        return tasks.size() == 1 ? "" : task + "_";
    }

    List<String> columns() {
        return List.copyOf(columns);
    }

    List<String> values(Result result) {
        List<String> values = new ArrayList<>(columns.size());
        for (int i = 0; i < tasks.size(); i++) {
            List<String> names = columnsOfTasks.get(i);
            values.addAll(result.said()
                    .of(tasks.get(i))
                    .map(said -> TaskColumns.values(names, said))
                    .orElse(Collections.nCopies(names.size(), "")));
        }
        List<TaskResult.TaskName> said =
                result.said().all().stream().map(TaskResult::task).toList();
        values.add(joined(said.stream().map(TaskResult.TaskName::name)));
        values.add(joined(said.stream().map(task -> Objects.requireNonNullElse(task.projectName(), ""))));
        values.add(joined(said.stream().map(task -> Objects.requireNonNullElse(task.deploymentName(), ""))));
        values.add(time(result.publishedAt()));
        values.add(
                result.parts().isEmpty()
                        ? result.job().id()
                        : joined(result.parts().stream().map(part -> part.job().id())));
        for (CsvClasses.TaskClass each : classes) {
            values.add(result.said().of(each.task()).map(TaskResult::classes).orElse(List.of()).stream()
                    .filter(label -> label.category().equals(each.category()))
                    .findFirst()
                    .map(label -> label.confidenceScore().toPlainString())
                    .orElse(""));
        }
        return values;
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : TIME.format(time);
    }

    private static String joined(Stream<String> parts) {
        return parts.collect(Collectors.joining(";"));
    }
}
