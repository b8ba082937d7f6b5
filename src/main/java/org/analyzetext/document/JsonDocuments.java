package org.analyzetext.document;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Takes id, text and language out of JSON objects; what remains of an object is the document's metadata. */
final class JsonDocuments {
    private final DocumentFields fields;
    private final JsonPointer id;
    private final JsonPointer text;
    private final JsonPointer language;

    JsonDocuments(DocumentFields fields) {
        this.fields = fields;
        this.id = DocumentFields.pointer(fields.id());
        this.text = DocumentFields.pointer(fields.text());
        this.language = DocumentFields.pointer(fields.language());
    }

    Document read(Source position, ObjectNode object) throws UnreadableRecord {
        String idValue = id(object.at(id));
        String textValue = text(object.at(text), idValue);
        String languageValue = language(object.at(language), idValue);
        remove(object, id);
        remove(object, text);
        remove(object, language);
        return new Document(position, idValue, languageValue, textValue, object);
    }

    private @Nullable String id(JsonNode value) throws UnreadableRecord {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isTextual() || value.isNumber()) {
            return value.asText();
        }
        throw new UnreadableRecord(
                "InvalidId",
                "The id at " + fields.id() + " is " + StrictJson.kind(value)
                        + ", but only a string or a number is allowed.");
    }

    private String text(JsonNode value, @Nullable String idValue) throws UnreadableRecord {
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isMissingNode()) {
            throw new UnreadableRecord("MissingText", idValue, "There is no text at " + fields.text() + ".");
        }
        throw new UnreadableRecord(
                "TextNotAString",
                idValue,
                "The text at " + fields.text() + " is " + StrictJson.kind(value) + ", but must be a string.");
    }

    private @Nullable String language(JsonNode value, @Nullable String idValue) throws UnreadableRecord {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isTextual()) {
            return value.textValue().isEmpty() ? null : value.textValue();
        }
        throw new UnreadableRecord(
                "InvalidLanguage",
                idValue,
                "The language at " + fields.language() + " is " + StrictJson.kind(value) + ", but must be a string.");
    }

    /** Removes the leaf alone; in an array null takes its place, so that the others keep theirs. */
    private static void remove(ObjectNode object, JsonPointer pointer) {
        JsonNode parent = object.at(pointer.head());
        JsonPointer leaf = pointer.last();
        if (parent instanceof ObjectNode parentObject) {
            parentObject.remove(leaf.getMatchingProperty());
        } else if (parent instanceof ArrayNode array && array.has(leaf.getMatchingIndex())) {
            array.setNull(leaf.getMatchingIndex());
        }
    }
}
