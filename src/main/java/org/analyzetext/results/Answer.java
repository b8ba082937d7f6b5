package org.analyzetext.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.analyzetext.job.TaskColumns;
import org.analyzetext.job.TaskKind;
import org.jspecify.annotations.Nullable;

/**
 * A line of a results file or of a dead-letter file.
 *
 * @param id the document's id; null where it has none
 * @param file the input that the document came from, or its topic and partition; empty where that is not known
 * @param ordinal the document's number in it, from 1, or its offset; of a table, the row of the results
 * @param inTable whether it is a row of a table: rows without a result are missing there, so that its number is not the
 *     document's
 * @param deadLetter whether the document got no result
 * @param tasks the labels by task; of a dead letter, those that it got all the same are left out
 * @param found by task, names for what was found by those that give no labels; never words of the document
 * @param record the whole record, for what people wrote into it
 */
public record Answer(
        @Nullable String id,
        String file,
        long ordinal,
        boolean inTable,
        boolean deadLetter,
        Map<String, TaskLabels> tasks,
        Map<String, Set<String>> found,
        JsonNode record) {
    /** What a task is called where its file does not say. */
    private static final String ONLY_TASK = "classification";

    private static final String CATEGORY = "category";
    /** Of {@code 2026-11-30 10:00:00}. */
    private static final int TABLE_TIME = 19;

    private static final String CONFIDENCE = "confidence";

    /**
     * The labels that a task gave.
     *
     * @param multi whether a document can have several; null where the file does not say
     * @param project the project's name; empty where the file does not say
     * @param model project and deployment; empty where the file does not say
     * @param labels the labels, best first
     */
    public record TaskLabels(@Nullable Boolean multi, String project, String model, List<Label> labels) {
        /** The classes whose confidence is at least this. */
        public Set<String> classes(double threshold) {
            Set<String> classes = new TreeSet<>();
            for (Label label : labels) {
                if (label.confidence() >= threshold) {
                    classes.add(label.category());
                }
            }
            return classes;
        }

        /** The lowest confidence of the labels that count; 0 where there is none. */
        public double confidence(double threshold) {
            return labels.stream()
                    .mapToDouble(Label::confidence)
                    .filter(confidence -> confidence >= threshold)
                    .min()
                    .orElse(0);
        }
    }

    /** A class with its confidence, 0 to 1. */
    public record Label(String category, double confidence) {}

    /** Names the document for people, and as a key: its position; of a row, its id where it has one. */
    public String key() {
        return inTable && id != null ? id : file + " " + ordinal;
    }

    /** When it was published, or when its job was over where it does not say that; null where it says neither. */
    public @Nullable Instant publishedAt() {
        // A table has the time as spreadsheets read it, in UTC.
        String ofRow = record.path("published").asText();
        return Stream.of(
                        record.path("publishedAt").asText(),
                        ofRow.length() == TABLE_TIME ? ofRow.replace(' ', 'T') + "Z" : "",
                        deadLetter ? record.path("time").asText() : "",
                        record.path("job").path("completedAt").asText())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(Answer::time)
                .orElse(null);
    }

    /** The time that a record says; null for what is none. */
    public static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException noTime) {
            return null;
        }
    }

    /** Of a line of results or dead letters, or of a record's value. */
    public static Answer ofJson(JsonNode record) {
        JsonNode source = record.path("source");
        boolean topic = source.has("topic");
        boolean deadLetter = record.has("code");
        Map<String, TaskLabels> tasks = new LinkedHashMap<>();
        Map<String, Set<String>> found = new LinkedHashMap<>();
        if (!deadLetter) {
            for (JsonNode each : record.path("answers")) {
                JsonNode task = each.path("task");
                found.put(
                        task.path("name").asText(),
                        TaskKind.found(task.path("kind").asText(), each::get));
            }
            for (JsonNode each : record.path("classifications")) {
                JsonNode task = each.path("task");
                List<Label> labels = new ArrayList<>();
                each.path("classes")
                        .forEach(label -> labels.add(new Label(
                                label.path(CATEGORY).asText(),
                                label.path("confidenceScore").asDouble())));
                String project = task.path("projectName").asText();
                tasks.put(
                        task.path("name").asText(),
                        new TaskLabels(
                                task.path("kind").asText().contains("Multi"),
                                project,
                                project.isEmpty()
                                        ? ""
                                        : project + "/"
                                                + task.path("deploymentName").asText(),
                                labels));
            }
        }
        return new Answer(
                record.hasNonNull("id") ? record.path("id").asText() : null,
                topic
                        ? source.path("topic").asText() + "-"
                                + source.path("partition").asText()
                        : source.path("file").asText(),
                topic ? source.path("offset").asLong() : source.path("ordinal").asLong(),
                false,
                deadLetter,
                tasks,
                found,
                record);
    }

    /**
     * A row of a CSV results file: {@code category} and {@code confidence}, or these behind the name of each task; and
     * {@code task}, {@code project} and {@code deployment} with a value for each.
     */
    static Answer ofRow(JsonNode row, String file, long ordinal) {
        List<String> names = values(row, "task");
        List<String> projects = values(row, "project");
        List<String> deployments = values(row, "deployment");
        Map<String, TaskLabels> tasks = new LinkedHashMap<>();
        row.fieldNames().forEachRemaining(column -> {
            if (!column.equals(CATEGORY) && !column.endsWith("_" + CATEGORY)) {
                return;
            }
            String prefix = column.substring(0, column.length() - CATEGORY.length());
            JsonNode confidences = row.path(prefix + CONFIDENCE);
            if (confidences instanceof MissingNode) {
                return;
            }
            List<String> scores = values(row, prefix + CONFIDENCE);
            List<String> classes = values(row, column);
            List<Label> labels = new ArrayList<>();
            for (int i = 0; i < classes.size(); i++) {
                if (!classes.get(i).isEmpty()) {
                    labels.add(new Label(classes.get(i), i < scores.size() ? number(scores.get(i)) : 0));
                }
            }
            boolean isOnly = prefix.isEmpty();
            String task = isOnly ? names.get(0) : prefix.substring(0, prefix.length() - 1);
            int place = isOnly ? 0 : names.indexOf(task);
            boolean isKnown = place >= 0 && place < projects.size() && place < deployments.size();
            String project = isKnown ? projects.get(place) : "";
            tasks.put(
                    task.isEmpty() ? ONLY_TASK : task,
                    new TaskLabels(
                            labels.size() > 1 ? Boolean.TRUE : null,
                            project,
                            project.isEmpty() ? "" : project + "/" + deployments.get(place),
                            labels));
        });
        Map<String, Set<String>> found = new LinkedHashMap<>();
        for (String name : names) {
            if (!name.isEmpty() && !tasks.containsKey(name)) {
                TaskColumns.found(column -> row.get(name + "_" + column))
                        .or(() -> names.size() == 1 ? TaskColumns.found(row::get) : Optional.empty())
                        .ifPresent(said -> found.put(name, said));
            }
        }
        return new Answer(
                row.has("id") ? row.path("id").asText() : null, file, ordinal, true, false, tasks, found, row);
    }

    /** The values of a cell, at least one; they are empty where there is no such column. */
    private static List<String> values(JsonNode row, String column) {
        return List.of(row.path(column).asText().split(";", -1));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            return 0;
        }
    }
}
