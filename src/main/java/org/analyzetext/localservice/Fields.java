package org.analyzetext.localservice;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.analyzetext.document.Json;

/**
 * An answer of a prebuilt kind.
 *
 * @param fields its fields; {@value #HERE} in a {@code ref} stands for the document's place
 */
record Fields(ObjectNode fields) implements TextAnswer {
    static final String HERE = "documents/@/";

    @Override
    public void write(JsonGenerator json, int index) throws IOException {
        members(json, fields, "documents/" + index + "/");
    }

    private static void members(JsonGenerator json, JsonNode object, String here) throws IOException {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            json.writeFieldName(field.getKey());
            if (field.getKey().equals("ref")) {
                json.writeString(field.getValue().asText().replace(HERE, here));
            } else {
                value(json, field.getValue(), here);
            }
        }
    }

    private static void value(JsonGenerator json, JsonNode value, String here) throws IOException {
        if (value.isObject()) {
            json.writeStartObject();
            members(json, value, here);
            json.writeEndObject();
        } else if (value.isArray()) {
            json.writeStartArray();
            for (JsonNode each : value) {
                value(json, each, here);
            }
            json.writeEndArray();
        } else {
            Json.MAPPER.writeTree(json, value);
        }
    }
}
