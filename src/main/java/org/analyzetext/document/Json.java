package org.analyzetext.document;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** The project's one way of reading and writing JSON: numbers keep their digits, dates are ISO 8601. */
public final class Json {
    /** Thread-safe; not to be configured further. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Of values that {@link #strict} reads: well below what a job record that holds them may have. */
    static final int MAX_DEPTH = 100;

    /** As {@link #MAX_DEPTH}, of the characters of a number. */
    static final int MAX_DIGITS = 500;

    private Json() {}

    /**
     * A reader of what strangers wrote: an object with the same key twice is a fault, because one of its values would be
     * lost; depth and numbers stay below the limits at which the value, once part of a record of ours, could no longer
     * be written or read. A number whose exponent is too large is thrown as a {@link NumberFormatException}.
     *
     * @param maxTokens how many values, keys and brackets it may have
     */
    public static ObjectReader strict(long maxTokens) {
        ObjectMapper mapper = MAPPER.copy();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_DIGITS)
                        .maxTokenCount(maxTokens)
                        .build());
        return mapper.reader().with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    }
}
