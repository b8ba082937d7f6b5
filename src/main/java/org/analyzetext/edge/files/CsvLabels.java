package org.analyzetext.edge.files;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.analyzetext.job.Classification;
import org.analyzetext.job.Result;

/**
 * The columns that a CSV result has more than its input: for each task {@code category} and {@code confidence}, with
 * the task's name before them where there are several tasks; then {@code job_id}. Several labels of a document stand
 * in one field, with {@code ;} between them; so do the jobs of a document that was sent in parts. The fields of a task
 * that the document did not ask for are empty.
 */
final class CsvLabels {
    private final List<String> tasks;
    private final List<String> columns;

    /** The columns of the tasks of these names. */
    CsvLabels(List<String> tasks) {
        this.tasks = List.copyOf(tasks);
        Stream<String> labels = tasks.stream().flatMap(task -> {
            String prefix = tasks.size() == 1 ? "" : task + "_";
            return Stream.of(prefix + "category", prefix + "confidence");
        });
        columns = Stream.concat(labels, Stream.of("job_id")).toList();
    }

    List<String> columns() {
        return columns;
    }

    List<String> values(Result result) {
        List<String> values = new ArrayList<>();
        for (String task : tasks) {
            List<Classification.Label> labels = result.classifications().stream()
                    .filter(classification -> classification.task().name().equals(task))
                    .findFirst()
                    .map(Classification::classes)
                    .orElse(List.of());
            values.add(joined(labels.stream().map(Classification.Label::category)));
            values.add(
                    joined(labels.stream().map(label -> label.confidenceScore().toPlainString())));
        }
        values.add(
                result.parts().isEmpty()
                        ? result.job().id()
                        : joined(result.parts().stream().map(part -> part.job().id())));
        return values;
    }

    private static String joined(Stream<String> parts) {
        return parts.collect(Collectors.joining(";"));
    }
}
