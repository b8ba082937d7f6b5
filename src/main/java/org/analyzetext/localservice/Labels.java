package org.analyzetext.localservice;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/**
 * The answer of a project for one text.
 *
 * @param classes the classes, best first; exactly one for single-label projects, any number for multi-label ones
 */
record Labels(List<Scored> classes) implements TextAnswer {
    Labels {
        classes = List.copyOf(classes);
    }

    @Override
    public void write(JsonGenerator json, int index) throws IOException {
        json.writeArrayFieldStart("class");
        for (Scored scored : classes) {
            json.writeStartObject();
            json.writeStringField("category", scored.category());
            json.writeNumberField("confidenceScore", BigDecimal.valueOf(scored.hundredths(), 2));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * A class and how sure the model is.
     *
     * @param category the class
     * @param hundredths the confidence, 0 to 100, because the service shows two digits
     */
    record Scored(String category, int hundredths) {}
}
