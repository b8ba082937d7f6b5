package org.analyzetext.edge.files;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.analyzetext.document.LogText;
import org.analyzetext.job.Classification;
import org.analyzetext.job.Result;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a CSV result has more than its input: for each task {@code category} and {@code confidence}, with
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
    private final List<CsvClasses.TaskClass> classes;
    private final List<String> columns = new ArrayList<>();

    /**
     * The columns of the tasks of these names.
     *
     * @param classes those that have a column of their own; may be none
     */
    CsvLabels(List<String> tasks, List<CsvClasses.TaskClass> classes) {
        this.tasks = List.copyOf(tasks);
        this.classes = List.copyOf(classes);
        for (String task : tasks) {
            columns.add(prefix(task) + "category");
            columns.add(prefix(task) + CONFIDENCE);
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
        for (String task : tasks) {
            List<Classification.Label> labels = labels(result, task);
            values.add(joined(labels.stream().map(label -> LogText.of(label.category()))));
            values.add(
                    joined(labels.stream().map(label -> label.confidenceScore().toPlainString())));
        }
        List<Classification.TaskName> said =
                result.classifications().stream().map(Classification::task).toList();
        values.add(joined(said.stream().map(Classification.TaskName::name)));
        values.add(joined(said.stream().map(Classification.TaskName::projectName)));
        values.add(joined(said.stream().map(Classification.TaskName::deploymentName)));
        values.add(time(result.publishedAt()));
        values.add(
                result.parts().isEmpty()
                        ? result.job().id()
                        : joined(result.parts().stream().map(part -> part.job().id())));
        for (CsvClasses.TaskClass each : classes) {
            values.add(labels(result, each.task()).stream()
                    .filter(label -> label.category().equals(each.category()))
                    .findFirst()
                    .map(label -> label.confidenceScore().toPlainString())
                    .orElse(""));
        }
        return values;
    }

    private static List<Classification.Label> labels(Result result, String task) {
        return result.classifications().stream()
                .filter(classification -> classification.task().name().equals(task))
                .findFirst()
                .map(Classification::classes)
                .orElse(List.of());
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : TIME.format(time);
    }

    private static String joined(Stream<String> parts) {
        return parts.collect(Collectors.joining(";"));
    }
}
