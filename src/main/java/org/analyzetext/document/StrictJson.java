package org.analyzetext.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of one record, strictly. What stands after the value is a fault too.
 */
final class StrictJson {
    private static final String CODE = "InvalidJson";

    private static final ObjectReader READER = Json.strict(Long.MAX_VALUE);

    private StrictJson() {}

    static ObjectNode object(String text, RawRecord at) throws UnreadableRecord {
        JsonNode value = value(text, at);
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new UnreadableRecord(
                CODE, "The record is not a JSON object but " + kind(value) + ", so it has no fields to read.");
    }

    /** A JSON type in words. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case NUMBER -> "a number";
            case STRING -> "a string";
            case BINARY, MISSING, POJO -> "nothing";
        };
    }

    /** Any value; a byte-order mark before it is no part of it, because files are joined with theirs. */
    static JsonNode value(String marked, RawRecord at) throws UnreadableRecord {
        String text = marked.startsWith("\uFEFF") ? marked.substring(1) : marked;
        try {
            return parsed(text, at);
        } catch (StreamConstraintsException e) {
            throw new UnreadableRecord(CODE, limit(e.getOriginalMessage()));
        } catch (MismatchedInputException e) {
            throw new UnreadableRecord(CODE, "A JSON object has the same key twice" + where(e.getLocation(), at) + ".");
        } catch (JsonEOFException e) {
            throw fault("The JSON ends in the middle of a value", e.getLocation(), at);
        } catch (JsonProcessingException e) {
            String unescaped = Unicode.unescapedHalves(text);
            if (!unescaped.equals(text)) {
                try {
                    return value(unescaped, at);
                } catch (UnreadableRecord another) {
                    // The first fault's place is the one in the record as it was read.
                }
            }
            throw fault("The JSON is not valid", e.getLocation(), at);
        } catch (NumberFormatException e) {
            throw new UnreadableRecord(CODE, "The JSON has a number whose exponent is too large.");
        } catch (IOException e) {
            throw new UncheckedIOException("A string could not be read", e);
        }
    }

    private static JsonNode parsed(String text, RawRecord at) throws IOException, UnreadableRecord {
        try (JsonParser parser = READER.createParser(text)) {
            JsonNode value = READER.readTree(parser);
            if (value == null || value.isMissingNode() || parser.nextToken() != null) {
                throw fault("The JSON is not valid", parser.currentTokenLocation(), at);
            }
            return value;
        }
    }

    private static UnreadableRecord fault(String what, @Nullable JsonLocation location, RawRecord at) {
        return UnreadableRecord.syntaxFault(CODE, what + where(location, at) + ".");
    }

    private static String where(@Nullable JsonLocation location, RawRecord at) {
        if (location == null) {
            return " in the record at line " + at.line();
        }
        int line = Math.max(1, location.getLineNr());
        int column = Math.max(1, location.getColumnNr());
        return " at line " + (at.line() + line - 1) + ", column " + (line == 1 ? at.column() + column - 1 : column);
    }

    private static String limit(String jacksonMessage) {
        if (jacksonMessage.contains("nesting")) {
            return "The JSON is nested deeper than " + Json.MAX_DEPTH + " levels.";
        }
        if (jacksonMessage.contains("Number") || jacksonMessage.contains("BigInteger")) {
            return "The JSON has a number of more than " + Json.MAX_DIGITS + " characters.";
        }
        return "The JSON has a key that is too long.";
    }
}
