package org.analyzetext.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.analyzetext.document.Json;
import org.analyzetext.document.TextRange;

/**
 * Makes one answer of the answers to a document's parts, as the kind of the task wants it. Offsets are moved back to
 * the whole document, in the unit that the service was asked to count in.
 */
public final class PartMerge {
    private static final int DIGITS = 4;
    private static final String REDACTED = "redactedText";
    private static final String SCORES = "confidenceScores";
    /** Where one entity or sentence names another of the same document. */
    private static final Pattern POINTER = Pattern.compile("/(entities|sentences)/(\\d{1,9})(?=/|$)");

    private PartMerge() {}

    /** What the tasks said of the one document of this job, of whose parts these are the answers. */
    public static TaskResults of(JobRecord job, List<PartAnswer> parts) {
        return TaskResults.of(parts.get(0).said().all().stream()
                .map(first -> of(job, parts, first.task()))
                .toList());
    }

    private static TaskResult of(JobRecord job, List<PartAnswer> parts, TaskResult.TaskName name) {
        OffsetUnit unit =
                Task.named(job.tasks(), name.name()).map(Task::offsetUnit).orElse(OffsetUnit.UTF_16);
        String text = job.documents().get(0).text();
        List<TextRange> ranges =
                Objects.requireNonNull(job.parts(), "the record has no parts").ranges();
        List<AnsweredPart> answered = new ArrayList<>();
        List<JsonNode> warnings = new ArrayList<>();
        int end = 0;
        int start = 0;
        for (int i = 0; i < parts.size(); i++) {
            TaskResult said = parts.get(i).said().of(name.name()).orElseThrow();
            TextRange range = ranges.get(i);
            String before = text.substring(end, range.from());
            String after = i == parts.size() - 1 ? text.substring(range.to()) : "";
            start += unit.count(before);
            answered.add(new AnsweredPart(range.characters(), unit, start, before, after, said.answer()));
            warnings.addAll(said.warnings());
            start += unit.count(range.of(text));
            end = range.to();
        }
        return new TaskResult(
                name, Objects.requireNonNull(name.kind().merge(), name::name).apply(answered), warnings);
    }

    /** Arrays one after the other, without texts that are there already; of anything else what the first part said. */
    static Map<String, JsonNode> joined(List<AnsweredPart> parts) {
        Map<String, JsonNode> whole = new LinkedHashMap<>();
        parts.forEach(part -> join(whole, part, 0));
        return whole;
    }

    private static void join(Map<String, JsonNode> whole, AnsweredPart part, int masksFrom) {
        Move move = new Move(part.start(), masksFrom, sizes(whole));
        part.answer().forEach((name, said) -> {
            JsonNode moved = move.of(said);
            if (moved instanceof ArrayNode more && whole.get(name) instanceof ArrayNode soFar) {
                Set<JsonNode> known = new HashSet<>();
                soFar.forEach(known::add);
                more.forEach(each -> {
                    if (known.add(each) || !each.isTextual()) {
                        soFar.add(each);
                    }
                });
            } else {
                whole.putIfAbsent(name, moved);
            }
        });
    }

    private static Map<String, Integer> sizes(Map<String, JsonNode> whole) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        whole.forEach((name, value) -> sizes.put(name, value.size()));
        return sizes;
    }

    /** An entity that is found in several parts is one, with all its matches. */
    static Map<String, JsonNode> linked(List<AnsweredPart> parts) {
        Map<String, JsonNode> whole = joined(parts);
        Map<List<String>, JsonNode> entities = new LinkedHashMap<>();
        for (JsonNode entity : whole.getOrDefault("entities", Json.MAPPER.createArrayNode())) {
            List<String> who = List.of(
                    entity.path("dataSource").asText(),
                    entity.path("language").asText(),
                    entity.path("id").asText(),
                    entity.path("name").asText());
            JsonNode known = entities.putIfAbsent(who, entity);
            if (known != null && known.get("matches") instanceof ArrayNode matches) {
                entity.path("matches").forEach(matches::add);
            }
        }
        whole.put("entities", Json.MAPPER.createArrayNode().addAll(entities.values()));
        return whole;
    }

    /** The redacted texts one after the other, with what was between the parts. */
    static Map<String, JsonNode> redacted(List<AnsweredPart> parts) {
        Map<String, JsonNode> whole = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        int length = 0;
        for (AnsweredPart part : parts) {
            JsonNode said = part.answer().getOrDefault(REDACTED, TextNode.valueOf(""));
            length += part.unit().count(part.before());
            join(whole, part, length);
            length += part.unit().count(said.asText());
            text.append(part.before()).append(said.asText()).append(part.after());
        }
        whole.computeIfPresent(REDACTED, (name, first) -> TextNode.valueOf(text.toString()));
        return whole;
    }

    /**
     * The service's rule for documents: mixed where there are positive and negative sentences, else what there is of
     * them, else neutral. Each score is the mean of the parts', weighted by their characters.
     */
    static Map<String, JsonNode> sentiment(List<AnsweredPart> parts) {
        Map<String, JsonNode> whole = joined(parts);
        Set<String> found = new TreeSet<>();
        whole.getOrDefault("sentences", Json.MAPPER.createArrayNode())
                .forEach(sentence -> found.add(sentence.path("sentiment").asText()));
        boolean positive = found.contains("positive");
        boolean negative = found.contains("negative");
        whole.put(
                "sentiment",
                TextNode.valueOf(
                        positive && negative ? "mixed" : positive ? "positive" : negative ? "negative" : "neutral"));
        BigDecimal all = BigDecimal.valueOf(
                parts.stream().mapToLong(AnsweredPart::characters).sum());
        Map<String, BigDecimal> sums = new LinkedHashMap<>();
        for (AnsweredPart part : parts) {
            part.answer()
                    .getOrDefault(SCORES, Json.MAPPER.createObjectNode())
                    .properties()
                    .forEach(score -> sums.merge(
                            score.getKey(),
                            score.getValue().decimalValue().multiply(BigDecimal.valueOf(part.characters())),
                            BigDecimal::add));
        }
        ObjectNode scores = Json.MAPPER.createObjectNode();
        sums.forEach((name, sum) -> scores.put(name, sum.divide(all, DIGITS, RoundingMode.HALF_EVEN)));
        whole.put(SCORES, scores);
        return whole;
    }

    /**
     * From a part to the whole document.
     *
     * @param by how far offsets into the text are moved
     * @param masksBy how far offsets into the redacted text are moved
     * @param before how many elements of each array the parts before have
     */
    private record Move(int by, int masksBy, Map<String, Integer> before) {
        JsonNode of(JsonNode said) {
            if (said.isArray()) {
                ArrayNode moved = Json.MAPPER.createArrayNode();
                said.forEach(each -> moved.add(of(each)));
                return moved;
            }
            if (!said.isObject()) {
                return said;
            }
            ObjectNode moved = Json.MAPPER.createObjectNode();
            said.properties().forEach(field -> moved.set(field.getKey(), field(field.getKey(), field.getValue())));
            return moved;
        }

        private JsonNode field(String name, JsonNode value) {
            if (value.isInt() && (name.equals("offset") || name.equals("maskOffset"))) {
                return IntNode.valueOf(value.intValue() + (name.equals("offset") ? by : masksBy));
            }
            if (value.isTextual() && name.equals("ref")) {
                return TextNode.valueOf(POINTER.matcher(value.textValue())
                        .replaceAll(match -> "/" + match.group(1) + "/"
                                + (Integer.parseInt(match.group(2)) + before.getOrDefault(match.group(1), 0))));
            }
            return of(value);
        }
    }
}
