package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.analyzetext.document.Json;

/** Summaries: the first sentences. */
final class SummaryRules {
    private static final int EXTRACTED = 3;
    private static final Map<String, Integer> LENGTHS = Map.of("short", 1, "medium", 2, "long", 3);
    private static final int MEDIUM = 2;

    private SummaryRules() {}

    /** As many as {@code sentenceCount} says, else three, each ranked below the one before. */
    static ObjectNode sentences(Positions text, JsonNode parameters) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        ArrayNode array = fields.putArray("sentences");
        for (Span sentence : first(text, parameters.path("sentenceCount").asInt(EXTRACTED))) {
            ObjectNode node = Json.MAPPER
                    .createObjectNode()
                    .put("text", sentence.of(text.text()))
                    .put("rankScore", BigDecimal.valueOf(Math.max(0, 100 - 5 * array.size()), 2));
            array.add(text.at(node, sentence));
        }
        return fields;
    }

    /** One summary of as many sentences as {@code sentenceCount} or {@code summaryLength} says, else two. */
    static ObjectNode summaries(Positions text, JsonNode parameters) {
        int asked = LENGTHS.getOrDefault(parameters.path("summaryLength").asText(), MEDIUM);
        List<Span> first = first(text, parameters.path("sentenceCount").asInt(asked));
        ObjectNode fields = Json.MAPPER.createObjectNode();
        ObjectNode summary = fields.putArray("summaries").addObject();
        summary.put("text", first.stream().map(span -> span.of(text.text())).collect(Collectors.joining(" ")));
        ArrayNode contexts = summary.putArray("contexts");
        first.forEach(span -> contexts.add(text.at(Json.MAPPER.createObjectNode(), span)));
        return fields;
    }

    private static List<Span> first(Positions text, int count) {
        return Span.sentences(text.text()).stream().limit(Math.max(1, count)).toList();
    }
}
