package org.analyzetext.localservice;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Answers a task of a prebuilt kind, by rules that {@code docs/local-service.md} describes.
 *
 * @param kind the kind
 * @param parameters the task's parameters
 * @param index how offsets are counted
 */
record Prebuilt(Kind kind, JsonNode parameters, IndexType index) implements Analyzer {
    private static final String MODEL = "local";

    @Override
    public TextAnswer analyze(SubmittedDocument document) {
        return new Fields(fields(new Positions(document.text(), index)));
    }

    private ObjectNode fields(Positions text) {
        return switch (kind) {
            case ENTITIES -> EntityRules.entities(text, parameters);
            case LINKED_ENTITIES -> EntityRules.linked(text);
            case PII -> EntityRules.redacted(text, parameters);
            case KEY_PHRASES -> KeyPhraseRules.phrases(text.text());
            case SENTIMENT ->
                SentimentRules.sentiment(text, parameters.path("opinionMining").asBoolean());
            case HEALTHCARE -> HealthRules.entities(text, parameters);
            case EXTRACTIVE_SUMMARY -> SummaryRules.sentences(text, parameters);
            case ABSTRACTIVE_SUMMARY -> SummaryRules.summaries(text, parameters);
            case SINGLE_LABEL, MULTI_LABEL, CUSTOM_ENTITIES ->
                throw new IllegalStateException(kind + " asks a project");
        };
    }

    @Override
    public @Nullable TextAnswer remembered(TextKey key) {
        return null;
    }

    @Override
    public @Nullable DurationDistribution jobDuration() {
        return null;
    }

    @Override
    public void writeModel(JsonGenerator json) throws IOException {
        String asked = parameters.path("modelVersion").asText("");
        json.writeStringField("modelVersion", asked.isEmpty() || asked.equals("latest") ? MODEL : asked);
    }
}
