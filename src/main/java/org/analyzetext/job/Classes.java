package org.analyzetext.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.Json;
import org.jspecify.annotations.Nullable;

/** The classes in the answers of classifying tasks: how they are read, and merged where a document was sent in parts. */
final class Classes {
    static final String FIELD = "classes";
    private static final int MOST_DIGITS = 100;
    private static final int DIGITS = 4;

    private Classes() {}

    static Map<String, JsonNode> answer(List<Label> classes) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (Label label : classes) {
            BigDecimal score = label.confidenceScore();
            ObjectNode each = array.addObject().put("category", label.category());
            // As the same number is read from JSON.
            each.set(
                    "confidenceScore",
                    score.scale() > 0 ? DecimalNode.valueOf(score) : IntNode.valueOf(score.intValueExact()));
        }
        return Map.of(FIELD, array);
    }

    static List<Label> of(Map<String, JsonNode> answer) {
        List<Label> labels = new ArrayList<>();
        if (answer.containsKey(FIELD)) {
            for (JsonNode each : answer.get(FIELD)) {
                labels.add(new Label(
                        each.path("category").asText(),
                        each.path("confidenceScore").decimalValue()));
            }
        }
        return labels;
    }

    /** {@code class} is an array on the wire; {@code classes} and a lone object are read too. Null: not answered. */
    static @Nullable Map<String, JsonNode> read(JsonNode document) {
        JsonNode classes = document.hasNonNull("class") ? document.get("class") : document.path(FIELD);
        if (!classes.isArray() && !classes.isObject()) {
            return null;
        }
        List<Label> labels = new ArrayList<>();
        for (JsonNode node : classes.isObject() ? List.of(classes) : classes) {
            Label label = label(node);
            if (label == null) {
                return null;
            }
            labels.add(label);
        }
        return answer(labels);
    }

    private static @Nullable Label label(JsonNode node) {
        JsonNode category = node.path("category");
        String number = node.path("confidenceScore").asText("");
        if (!category.isTextual() || number.length() > MOST_DIGITS) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(number);
            return isScore(value) ? new Label(category.asText(), value) : null;
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    /** From 0 to 1, and short enough to be written without an exponent. */
    private static boolean isScore(BigDecimal value) {
        return value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0 && Math.abs(value.scale()) <= MOST_DIGITS;
    }

    /**
     * For each category the confidence in it times the characters of the part, summed over the parts, over the
     * characters of all parts; the highest sum wins.
     */
    static Map<String, JsonNode> heaviest(List<AnsweredPart> parts) {
        Map<String, BigDecimal> sums = new LinkedHashMap<>();
        long characters = 0;
        for (AnsweredPart part : parts) {
            characters += part.characters();
            BigDecimal weight = BigDecimal.valueOf(part.characters());
            of(part.answer())
                    .forEach(label ->
                            sums.merge(label.category(), label.confidenceScore().multiply(weight), BigDecimal::add));
        }
        BigDecimal all = BigDecimal.valueOf(characters);
        return answer(sums.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(sum -> new Label(sum.getKey(), sum.getValue().divide(all, DIGITS, RoundingMode.HALF_EVEN)))
                .stream()
                .toList());
    }

    /** All categories of all parts, each with its highest confidence. */
    static Map<String, JsonNode> highest(List<AnsweredPart> parts) {
        Map<String, BigDecimal> scores = new LinkedHashMap<>();
        parts.forEach(part -> of(part.answer())
                .forEach(label -> scores.merge(label.category(), label.confidenceScore(), BigDecimal::max)));
        return answer(scores.entrySet().stream()
                .map(score -> new Label(score.getKey(), score.getValue()))
                .sorted(Comparator.comparing(Label::confidenceScore).reversed())
                .toList());
    }
}
