package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.analyzetext.document.Json;

/** Entities, by a small dictionary of names and by patterns. */
final class EntityRules {
    private static final List<String> PLACES = List.of(
            "Seattle",
            "Paris",
            "London",
            "Berlin",
            "Tokyo",
            "New York",
            "Rome",
            "Madrid",
            "Lisbon",
            "France",
            "Germany",
            "Japan",
            "Spain",
            "Italy",
            "Portugal",
            "United States",
            "United Kingdom",
            "Europe");
    private static final List<String> ORGANIZATIONS =
            List.of("Microsoft", "Contoso", "IBM", "Siemens", "NASA", "United Nations", "Red Cross");
    private static final List<String> PEOPLE =
            List.of("Bill Gates", "Marie Curie", "Albert Einstein", "Ada Lovelace", "Alan Turing");
    private static final String MONTH =
            "(?:January|February|March|April|May|June|July|August|September|October|November|December)";

    private static final Terms PERSONAL = new Terms()
            .words("Person", "", 98, PEOPLE)
            .pattern("Person", "", 90, "\\b(?:Mr|Mrs|Ms|Dr)\\.? (\\p{Lu}[\\p{L}-]+(?: \\p{Lu}[\\p{L}-]+)?)")
            .pattern("Email", "", 99, "([\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)")
            .pattern("URL", "", 99, "\\b(https?://[^\\s<>\"]*[\\w/])")
            .pattern("IPAddress", "", 99, "\\b((?:\\d{1,3}\\.){3}\\d{1,3})\\b")
            .pattern("CreditCardNumber", "", 95, "(?<!\\d)(\\d{4}[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{4})(?!\\d)")
            .pattern(
                    "PhoneNumber",
                    "",
                    85,
                    "(?<![\\w.])((?:\\+\\d{1,3}[ -]?)?\\(?\\d{3}\\)?[ -]\\d{3}[ -]\\d{4})(?!\\d)");

    private static final Terms ANY = new Terms()
            .words("Location", "GPE", 99, PLACES)
            .words("Organization", "", 97, ORGANIZATIONS)
            .words("Person", "", 98, PEOPLE)
            .pattern("Person", "", 90, "\\b(?:Mr|Mrs|Ms|Dr)\\.? (\\p{Lu}[\\p{L}-]+(?: \\p{Lu}[\\p{L}-]+)?)")
            .pattern("Email", "", 99, "([\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)")
            .pattern("URL", "", 99, "\\b(https?://[^\\s<>\"]*[\\w/])")
            .pattern("IPAddress", "", 99, "\\b((?:\\d{1,3}\\.){3}\\d{1,3})\\b")
            .pattern(
                    "PhoneNumber",
                    "",
                    85,
                    "(?<![\\w.])((?:\\+\\d{1,3}[ -]?)?\\(?\\d{3}\\)?[ -]\\d{3}[ -]\\d{4})(?!\\d)")
            .pattern("DateTime", "Date", 95, "\\b(\\d{4}-\\d\\d-\\d\\d|\\d{1,2} " + MONTH + "(?: \\d{4})?)\\b")
            .pattern("Quantity", "Percentage", 95, "\\b(\\d+(?:\\.\\d+)?%)")
            .pattern("Quantity", "Currency", 95, "([$€£]\\d+(?:\\.\\d+)?)")
            .pattern("Quantity", "Number", 80, "(?<![\\w.])(\\d+(?:\\.\\d+)?)(?![\\w%])");

    private static final Terms LINKED = new Terms()
            .words("Location", "", 99, PLACES)
            .words("Organization", "", 97, ORGANIZATIONS)
            .words("Person", "", 98, PEOPLE);

    private EntityRules() {}

    static ObjectNode entities(Positions text, JsonNode parameters) {
        Set<String> only = names(parameters.path("inclusionList"));
        Set<String> not = names(parameters.path("exclusionList"));
        ObjectNode fields = Json.MAPPER.createObjectNode();
        ArrayNode entities = fields.putArray("entities");
        for (Terms.Found found : ANY.in(text.text())) {
            if ((only.isEmpty() || only.contains(found.category())) && !not.contains(found.category())) {
                entities.add(entity(text, found));
            }
        }
        return fields;
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new HashSet<>();
        list.forEach(each -> names.add(each.asText()));
        return names;
    }

    /** An entity as the service writes it. */
    static ObjectNode entity(Positions text, Terms.Found found) {
        ObjectNode entity = Json.MAPPER.createObjectNode();
        entity.put("text", found.span().of(text.text())).put("category", found.category());
        if (!found.subcategory().isEmpty()) {
            entity.put("subcategory", found.subcategory());
        }
        return text.at(entity, found.span()).put("confidenceScore", BigDecimal.valueOf(found.hundredths(), 2));
    }

    /** The names of the dictionary, each linked to the page of Wikipedia that has its name. */
    static ObjectNode linked(Positions text) {
        Map<String, ObjectNode> entities = new LinkedHashMap<>();
        for (Terms.Found found : LINKED.in(text.text())) {
            String name = name(found.span().of(text.text()));
            ObjectNode entity = entities.computeIfAbsent(name, EntityRules::link);
            ((ArrayNode) entity.get("matches"))
                    .add(text.of(found.span()).put("confidenceScore", BigDecimal.valueOf(found.hundredths(), 2)));
        }
        ObjectNode fields = Json.MAPPER.createObjectNode();
        fields.putArray("entities").addAll(entities.values());
        return fields;
    }

    /** As the dictionary spells it. */
    private static String name(String found) {
        return List.of(PLACES, ORGANIZATIONS, PEOPLE).stream()
                .flatMap(List::stream)
                .filter(found::equalsIgnoreCase)
                .findFirst()
                .orElse(found);
    }

    private static ObjectNode link(String name) {
        ObjectNode entity = Json.MAPPER.createObjectNode().put("name", name);
        entity.putArray("matches");
        return entity.put("language", "en")
                .put("id", name)
                .put("url", "https://en.wikipedia.org/wiki/" + name.replace(' ', '_'))
                .put("dataSource", "Wikipedia");
    }

    /** What belongs to persons, and the text with an asterisk for each UTF-16 unit of it. */
    static ObjectNode redacted(Positions text, JsonNode parameters) {
        Set<String> only = names(parameters.path("piiCategories"));
        Set<String> not = names(parameters.path("excludePiiCategories"));
        String character = parameters.path("redactionCharacter").asText("*");
        StringBuilder redacted = new StringBuilder(text.text());
        ArrayNode entities = Json.MAPPER.createArrayNode();
        for (Terms.Found found : PERSONAL.in(text.text())) {
            boolean wanted = only.isEmpty()
                    || only.contains(found.category())
                    || only.contains("All")
                    || only.contains("Default");
            if (wanted && !not.contains(found.category())) {
                Span span = found.span();
                redacted.replace(span.from(), span.to(), character.repeat(span.to() - span.from()));
                entities.add(entity(text, found));
            }
        }
        ObjectNode fields = Json.MAPPER.createObjectNode().put("redactedText", redacted.toString());
        fields.set("entities", entities);
        return fields;
    }
}
