package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.analyzetext.document.Json;

/** Health entities by a small dictionary and patterns, and the relations of dosages and frequencies to medications. */
final class HealthRules {
    private static final String MEDICATION = "MedicationName";

    private static final Terms TERMS = new Terms()
            .words(MEDICATION, "", 99, Terms.split("ibuprofen aspirin insulin metformin amoxicillin paracetamol"))
            .words("SymptomOrSign", "", 96, Terms.split("headache fever cough nausea fatigue dizziness rash"))
            .words("Diagnosis", "", 97, Terms.split("diabetes asthma pneumonia hypertension influenza migraine"))
            .words("BodyStructure", "", 95, Terms.split("chest heart lung knee shoulder stomach"))
            .words("Gender", "", 95, Terms.split("male female man woman"))
            .pattern("Dosage", "", 98, "(?i)\\b(\\d+(?:\\.\\d+)? ?(?:mg|mcg|ml|g))\\b")
            .pattern("Frequency", "", 96, "(?i)\\b((?:once|twice|three times) (?:daily|a day)|every \\d+ hours)\\b")
            .pattern("Age", "", 97, "(?i)\\b(\\d{1,3}[ -]years?[ -]old)\\b");

    /** The relation of an entity of a category to a medication. */
    private static final Map<String, String> RELATIONS =
            Map.of("Dosage", "DosageOfMedication", "Frequency", "FrequencyOfMedication");

    /** Names in the Unified Medical Language System. */
    private static final Map<String, String> UMLS = Map.of(
            "ibuprofen", "C0020740",
            "aspirin", "C0004057",
            "insulin", "C0021641",
            "metformin", "C0025598",
            "headache", "C0018681",
            "fever", "C0015967",
            "cough", "C0010200",
            "asthma", "C0004096");

    private static final Pattern DENIED = Pattern.compile("(?i)\\b(?:no|not|denies|without)\\b");

    private HealthRules() {}

    static ObjectNode entities(Positions text, JsonNode parameters) {
        List<Terms.Found> found = TERMS.in(text.text());
        List<Span> sentences = Span.sentences(text.text());
        ObjectNode fields = Json.MAPPER.createObjectNode();
        ArrayNode entities = fields.putArray("entities");
        ArrayNode relations = fields.putArray("relations");
        for (int i = 0; i < found.size(); i++) {
            Terms.Found each = found.get(i);
            Span sentence = sentences.stream()
                    .filter(span -> span.overlaps(each.span()))
                    .findFirst()
                    .orElse(each.span());
            entities.add(entity(text, each, sentence));
            if (RELATIONS.containsKey(each.category())) {
                relate(relations, found, i, sentence);
            }
        }
        if (parameters.hasNonNull("fhirVersion")) {
            fields.putObject("fhirBundle")
                    .put("resourceType", "Bundle")
                    .put("type", "document")
                    .putArray("entry");
        }
        return fields;
    }

    private static ObjectNode entity(Positions text, Terms.Found found, Span sentence) {
        ObjectNode entity = EntityRules.entity(text, found);
        String name = found.span().of(text.text()).toLowerCase(Locale.ROOT);
        if (UMLS.containsKey(name)) {
            entity.put("name", name);
            entity.putArray("links").addObject().put("dataSource", "UMLS").put("id", UMLS.get(name));
        }
        String before =
                new Span(sentence.from(), Math.max(sentence.from(), found.span().from())).of(text.text());
        if (List.of("SymptomOrSign", "Diagnosis").contains(found.category())
                && DENIED.matcher(before).find()) {
            entity.putObject("assertion").put("certainty", "negative");
        }
        return entity;
    }

    /** Relates it to the nearest medication of its sentence. */
    private static void relate(ArrayNode relations, List<Terms.Found> found, int index, Span sentence) {
        Terms.Found each = found.get(index);
        IntStream.range(0, found.size())
                .filter(other -> found.get(other).category().equals(MEDICATION)
                        && found.get(other).span().overlaps(sentence))
                .boxed()
                .min(Comparator.comparingInt(other ->
                        Math.abs(found.get(other).span().from() - each.span().from())))
                .ifPresent(medication -> {
                    ObjectNode relation = relations
                            .addObject()
                            .put("relationType", RELATIONS.get(each.category()))
                            .put("confidenceScore", BigDecimal.ONE);
                    ArrayNode entities = relation.putArray("entities");
                    entities.addObject().put("ref", ref(index)).put("role", each.category());
                    entities.addObject().put("ref", ref(medication)).put("role", "Medication");
                });
    }

    private static String ref(int entity) {
        return "#/results/" + Fields.HERE + "entities/" + entity;
    }
}
