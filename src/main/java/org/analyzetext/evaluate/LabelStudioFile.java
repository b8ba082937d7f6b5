package org.analyzetext.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.analyzetext.document.Json;
import org.analyzetext.results.Answer;
import org.analyzetext.results.Answer.TaskLabels;
import org.analyzetext.results.AnswerSource;
import org.jspecify.annotations.Nullable;

/**
 * Results as tasks for Label Studio, with the labels as a prediction: {@code from_name} is the task, {@code to_name} is
 * {@code text}, {@code score} the lowest confidence. Documents without a result are tasks too.
 */
public final class LabelStudioFile {
    private final String task;
    private final double threshold;
    private final DocumentTexts texts;
    private long tasks;
    private long withoutText;

    /**
     * A file of the labels of one task, or of all.
     *
     * @param task the task's name; empty for all
     * @param threshold labels whose confidence is below do not count, 0 to 1
     * @param inputs files of documents, or folders of them, for their texts
     * @param text the column, field or JSON pointer of a document's text
     * @param id the column, field or JSON pointer of its id
     */
    public LabelStudioFile(String task, double threshold, List<Path> inputs, String text, String id)
            throws IOException {
        this.task = task;
        this.threshold = threshold;
        this.texts = DocumentTexts.read(inputs, text, id);
    }

    /** Writes the tasks and returns how many. */
    public long write(AnswerSource answers, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            json.writeStartArray();
            answers.forEach(answer -> {
                try {
                    Json.MAPPER.writeValue(json, task(answer));
                    tasks++;
                } catch (IOException disk) {
                    throw new UncheckedIOException(disk);
                }
            });
            json.writeEndArray();
        } catch (UncheckedIOException disk) {
            throw disk.getCause();
        }
        return tasks;
    }

    /** How many of them have no text to show. */
    public long withoutText() {
        return withoutText;
    }

    private ObjectNode task(Answer answer) {
        ObjectNode made = Json.MAPPER.createObjectNode();
        ObjectNode data = made.putObject("data");
        String text = text(answer);
        withoutText += text == null ? 1 : 0;
        data.put("text", text == null ? "" : text);
        data.put("document", answer.key());
        if (answer.id() != null) {
            data.put("id", answer.id());
        }
        ArrayNode predictions = made.putArray("predictions");
        Set<String> models = new TreeSet<>();
        ArrayNode result = Json.MAPPER.createArrayNode();
        double score = 1;
        for (var each : answer.tasks().entrySet()) {
            if (task.isEmpty() || task.equals(each.getKey())) {
                TaskLabels labels = each.getValue();
                models.add(labels.model().isEmpty() ? each.getKey() : labels.model());
                score = Math.min(score, labels.confidence(threshold));
                addChoices(result, each.getKey(), labels);
            }
        }
        if (!models.isEmpty()) {
            ObjectNode prediction = predictions.addObject();
            prediction.put("model_version", String.join(", ", models));
            prediction.put("score", score);
            prediction.set("result", result);
        }
        return made;
    }

    private void addChoices(ArrayNode result, String name, TaskLabels labels) {
        Set<String> classes = labels.classes(threshold);
        if (classes.isEmpty()) {
            return;
        }
        ObjectNode choices = result.addObject();
        choices.put("from_name", name);
        choices.put("to_name", "text");
        choices.put("type", "choices");
        choices.put("score", labels.confidence(threshold));
        ArrayNode names = choices.putObject("value").putArray("choices");
        classes.forEach(names::add);
    }

    private @Nullable String text(Answer answer) {
        String inLetter = answer.record().path("document").path("text").asText(null);
        return inLetter != null ? inLetter : texts.of(answer);
    }
}
