package org.analyzetext.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table for the answer of a task, by its kind. Several labels or key phrases stand in one field, with
 * {@code ;} between them; entities and relations, and what kinds answer that are not known, stand there as JSON.
 */
public final class TaskColumns {
    private static final String ANSWER = "answer";
    /** What the service calls them: any other word in such a column is the document's. */
    private static final Set<String> SENTIMENTS = Set.of("positive", "neutral", "negative", "mixed");

    /** Behind the name of the task, and before the number that tells a column from one of the input. */
    private static final Pattern WITH_TEXT =
            Pattern.compile("(.*_)?(entities|relations|key_phrases|redacted_text|summary|answer)(_[0-9]+)?");

    private TaskColumns() {}

    /** What may be shown of a table of results: names for what was found, where a column repeats words of the document. */
    public static String shown(String column, String value) {
        Matcher withText = WITH_TEXT.matcher(column);
        return withText.matches() ? joined(found(withText.group(2), value).stream(), ", ") : value;
    }

    /**
     * Names for what the columns of a task say was found, as {@link TaskKind#found} has them; empty where there is no column
     * of a kind that gives no classes.
     */
    public static Optional<Set<String>> found(Function<String, @Nullable JsonNode> columns) {
        return Stream.of("sentiment", "entities", "key_phrases", "summary", ANSWER)
                .filter(column -> columns.apply(column) != null)
                // One without scores came with the document.
                .filter(column -> !column.equals("sentiment") || columns.apply("positive") != null)
                .findFirst()
                .map(column -> found(column, columns.apply(column).asText()));
    }

    private static Set<String> found(String column, String value) {
        if (value.isEmpty() || value.equals("[]")) {
            return Set.of();
        }
        if (column.equals("sentiment") && SENTIMENTS.contains(value)) {
            return Set.of(value);
        }
        try {
            // Of other columns, JSON would be the document's.
            JsonNode items = column.equals("entities") ? Json.MAPPER.readTree(value) : MissingNode.getInstance();
            return items.isArray() ? TaskKind.categories(items) : Set.of(TaskKind.SOME);
        } catch (JsonProcessingException noEntities) {
            return Set.of(TaskKind.SOME);
        }
    }

    /** Their names; what the service calls a field, in small letters. */
    public static List<String> names(TaskKind kind) {
        if (kind.classifies()) {
            return List.of("category", "confidence");
        }
        return switch (kind.wireName()) {
            case "CustomEntityRecognition", "EntityRecognition", "EntityLinking" -> List.of("entities");
            case "KeyPhraseExtraction" -> List.of("key_phrases");
            case "PiiEntityRecognition" -> List.of("redacted_text", "entities");
            case "SentimentAnalysis" -> List.of("sentiment", "positive", "neutral", "negative");
            case "Healthcare" -> List.of("entities", "relations");
            case "ExtractiveSummarization", "AbstractiveSummarization" -> List.of("summary");
            default -> List.of(ANSWER);
        };
    }

    /** The values of these columns; an answer of a kind that has others stands in the first, as JSON. */
    public static List<String> values(List<String> names, TaskResult said) {
        List<String> values = new ArrayList<>();
        Map<String, JsonNode> answer = said.answer();
        if (names.equals(names(said.task().kind())) && !names.contains(ANSWER)) {
            names.forEach(name -> values.add(value(name, said)));
        } else {
            values.add(Json.MAPPER.valueToTree(answer).toString());
            values.addAll(Collections.nCopies(names.size() - 1, ""));
        }
        return values;
    }

    private static String value(String name, TaskResult said) {
        Map<String, JsonNode> answer = said.answer();
        return switch (name) {
            case "category" -> joined(said.classes().stream().map(label -> LogText.of(label.category())), ";");
            case "confidence" ->
                joined(
                        said.classes().stream()
                                .map(label -> label.confidenceScore().toPlainString()),
                        ";");
            case "key_phrases" -> joined(texts(field(answer, "keyPhrases")), ";");
            case "redacted_text" -> field(answer, "redactedText").asText();
            case "sentiment" -> field(answer, name).asText();
            case "positive", "neutral", "negative" ->
                field(answer, "confidenceScores").path(name).asText();
            case "summary" ->
                joined(
                        Stream.of("sentences", "summaries")
                                .flatMap(field -> field(answer, field).findValuesAsText("text").stream()),
                        " ");
            default -> field(answer, name).toString();
        };
    }

    private static JsonNode field(Map<String, JsonNode> answer, String name) {
        return answer.getOrDefault(name, Json.MAPPER.missingNode());
    }

    private static Stream<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }

    private static String joined(Stream<String> parts, String between) {
        return parts.collect(Collectors.joining(between));
    }
}
