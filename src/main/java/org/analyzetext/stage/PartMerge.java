package org.analyzetext.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.analyzetext.job.Classification;
import org.analyzetext.job.Classification.Label;
import org.analyzetext.job.PartAnswer;
import org.analyzetext.job.TaskKind;

/**
 * Makes one answer of the answers to a document's parts. Of a single-label task: for each category the confidence in
 * it times the characters of the part, summed over the parts, over the characters of all parts; the highest sum wins.
 * Of a multi-label task: all categories of all parts, each with its highest confidence.
 */
final class PartMerge {
    private static final int DIGITS = 4;

    private PartMerge() {}

    /** The classifications of the document, one for each task. */
    static List<Classification> of(List<PartAnswer> parts) {
        List<Classification> first = parts.get(0).classifications();
        return IntStream.range(0, first.size())
                .mapToObj(task -> of(parts, task))
                .toList();
    }

    private static Classification of(List<PartAnswer> parts, int task) {
        Classification.TaskName name = parts.get(0).classifications().get(task).task();
        List<JsonNode> warnings = parts.stream()
                .flatMap(part -> part.classifications().get(task).warnings().stream())
                .toList();
        List<Label> labels = name.kind() == TaskKind.SINGLE_LABEL ? heaviest(parts, task) : highest(parts, task);
        return new Classification(name, labels, warnings);
    }

    private static List<Label> heaviest(List<PartAnswer> parts, int task) {
        Map<String, BigDecimal> sums = new LinkedHashMap<>();
        long characters = 0;
        for (PartAnswer part : parts) {
            characters += part.characters();
            BigDecimal weight = BigDecimal.valueOf(part.characters());
            part.classifications()
                    .get(task)
                    .classes()
                    .forEach(label ->
                            sums.merge(label.category(), label.confidenceScore().multiply(weight), BigDecimal::add));
        }
        BigDecimal all = BigDecimal.valueOf(characters);
        return sums.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(sum -> new Label(sum.getKey(), sum.getValue().divide(all, DIGITS, RoundingMode.HALF_EVEN)))
                .stream()
                .toList();
    }

    private static List<Label> highest(List<PartAnswer> parts, int task) {
        Map<String, BigDecimal> scores = new LinkedHashMap<>();
        parts.forEach(part -> part.classifications()
                .get(task)
                .classes()
                .forEach(label -> scores.merge(label.category(), label.confidenceScore(), BigDecimal::max)));
        return scores.entrySet().stream()
                .map(score -> new Label(score.getKey(), score.getValue()))
                .sorted(Comparator.comparing(Label::confidenceScore).reversed())
                .toList();
    }
}
