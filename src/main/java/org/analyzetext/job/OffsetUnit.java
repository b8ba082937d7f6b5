package org.analyzetext.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.analyzetext.document.Unicode;

/** In what the service counts offsets and lengths, by the task's parameter {@value #PARAMETER}. */
enum OffsetUnit {
    /** What Java and JavaScript count; asked for by default. */
    UTF_16("Utf16CodeUnit", String::length),
    CODE_POINT("UnicodeCodePoint", text -> text.codePointCount(0, text.length())),
    TEXT_ELEMENT("TextElements_v8", Unicode::characters);

    static final String PARAMETER = "stringIndexType";

    private final String word;
    private final ToIntFunction<String> length;

    OffsetUnit(String word, ToIntFunction<String> length) {
        this.word = word;
        this.length = length;
    }

    /** The unit that these parameters ask for. */
    static OffsetUnit of(Map<String, JsonNode> parameters) {
        JsonNode asked = parameters.get(PARAMETER);
        return asked == null
                ? UTF_16
                : Arrays.stream(values())
                        .filter(unit -> unit.word.equals(asked.asText()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(PARAMETER + " is " + asked
                                + ", but can only be Utf16CodeUnit, UnicodeCodePoint or TextElements_v8"));
    }

    String word() {
        return word;
    }

    /** How long a text is. */
    int count(String text) {
        return length.applyAsInt(text);
    }
}
