package org.analyzetext.account;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.Json;
import org.analyzetext.document.Unicode;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters as the records that they were.
 *
 * @param fields where records keep id, text and language
 */
public record DeadLetterRecords(DocumentFields fields) {
    /** The only form in which halves of surrogate pairs can be written, which such a dead letter has. */
    private static final ObjectWriter ASCII = Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private static final String ESCAPED = "InvalidUnicode";

    /** The document as a JSON object with everything that came with it; null where the letter has none that is one. */
    public byte @Nullable [] json(JsonNode letter) {
        JsonNode document = letter.path("document");
        if (document.path("text").isTextual()) {
            return written(Json.MAPPER.writer(), record(document));
        }
        ObjectNode raw = object(document.path("raw").asText(""));
        if (raw == null) {
            return null;
        }
        return letter.path("code").asText().equals(ESCAPED)
                ? written(ASCII, record(raw))
                : written(Json.MAPPER.writer(), raw);
    }

    /** The document's text, or the record as it was read; null where the letter holds neither. */
    public static byte @Nullable [] text(JsonNode letter) {
        JsonNode text = letter.path("document").path("text");
        return text.isTextual() ? text.textValue().getBytes(StandardCharsets.UTF_8) : bytes(letter);
    }

    /** The record's own bytes, where it could not be read; null for other letters. */
    public static byte @Nullable [] bytes(JsonNode letter) {
        JsonNode document = letter.path("document");
        if (document.path("rawBase64").isTextual()) {
            return Base64.getDecoder().decode(document.path("rawBase64").textValue());
        }
        return document.path("raw").isTextual() && !letter.path("code").asText().equals(ESCAPED)
                ? document.path("raw").textValue().getBytes(StandardCharsets.UTF_8)
                : null;
    }

    private static byte[] written(ObjectWriter writer, ObjectNode record) {
        try {
            return writer.writeValueAsBytes(record);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of JSON could not be written", impossible);
        }
    }

    private static @Nullable ObjectNode object(String raw) {
        try {
            return Json.MAPPER.readTree(Unicode.unescapedHalves(raw)) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException noJson) {
            return null;
        }
    }

    private ObjectNode record(JsonNode document) {
        ObjectNode record = document.path("metadata").isObject()
                ? ((ObjectNode) document.path("metadata")).deepCopy()
                : Json.MAPPER.createObjectNode();
        put(record, fields.id(), document.path("id"));
        put(record, fields.language(), document.path("language"));
        put(record, fields.text(), document.path("text"));
        return record;
    }

    /** Puts a value back to where it was taken from. */
    private static void put(ObjectNode record, String place, JsonNode value) {
        if (value.isMissingNode()) {
            return;
        }
        JsonPointer pointer = DocumentFields.pointer(place);
        ObjectNode parent = record;
        while (!pointer.tail().matches()) {
            parent = parent.withObjectProperty(pointer.getMatchingProperty());
            pointer = pointer.tail();
        }
        parent.set(pointer.getMatchingProperty(), value);
    }
}
