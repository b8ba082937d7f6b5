package org.analyzetext.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.analyzetext.document.Json;
import org.analyzetext.document.Source;
import org.jspecify.annotations.Nullable;

/**
 * A job record of a newer version than this release can read: for a newer release to work on, and for this one to leave
 * as it is. Records of every version say this much.
 *
 * @param v its version
 * @param batch the batch's name
 * @param submitted whether the service has its documents
 * @param documents where its documents came from, at least one
 */
public record NewerRecord(int v, String batch, boolean submitted, List<Source> documents) {
    public NewerRecord {
        documents = List.copyOf(documents);
    }

    /** Reads a record; null for everything but a well-formed one of a newer version. */
    public static @Nullable NewerRecord read(byte[] json) {
        try {
            if (isKnown(json)) {
                return null;
            }
            JsonNode record = Json.MAPPER.readTree(json);
            int version = record.path("v").canConvertToInt() ? record.path("v").intValue() : 0;
            if (version <= JobRecordJson.NEWEST || !record.path("batch").isTextual()) {
                return null;
            }
            List<Source> sources = new ArrayList<>();
            for (JsonNode document : record.path("documents")) {
                sources.add(Json.MAPPER.treeToValue(document.required("source"), Source.class));
            }
            boolean submitted = !record.path("state").asText().equals("to-submit");
            return sources.isEmpty()
                    ? null
                    : new NewerRecord(version, record.path("batch").textValue(), submitted, sources);
        } catch (IOException | IllegalArgumentException noRecord) {
            return null;
        }
    }

    /** The quick answer for nearly all records: the version is what is written first. */
    private static boolean isKnown(byte[] json) throws IOException {
        try (JsonParser parser = Json.MAPPER.createParser(json)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    && "v".equals(parser.nextFieldName())
                    && parser.nextIntValue(Integer.MAX_VALUE) <= JobRecordJson.NEWEST;
        }
    }
}
