package org.analyzetext.service;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Optional;
import org.analyzetext.document.Json;
import org.analyzetext.document.Unicode;

/**
 * Reads the JSON of an answer so that all it holds can be kept: strict about keys, depth and numbers, and about half
 * characters, which could not be written again.
 */
public final class AnswerJson {
    /** 25 documents with 200 classes each, from ten tasks, are 0.3 million. */
    private static final long MAX_TOKENS = 1_000_000;

    private static final ObjectReader READER =
            Json.strict(MAX_TOKENS).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AnswerJson() {}

    /** The value, or empty where the body is anything else than one good JSON value. */
    public static Optional<JsonNode> read(byte[] body) {
        try {
            return Optional.of(READER.readTree(body)).filter(Unicode::isValid);
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }
}
