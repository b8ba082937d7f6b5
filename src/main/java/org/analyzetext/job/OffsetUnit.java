package org.analyzetext.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import org.analyzetext.document.Unicode;

/** In what the service counts offsets and lengths, by the task's parameter {@value #PARAMETER}. */
enum OffsetUnit {
    /** What Java and JavaScript count; asked for by default. */
    UTF_16("Utf16CodeUnit"),
    CODE_POINT("UnicodeCodePoint"),
    TEXT_ELEMENT("TextElements_v8");

    static final String PARAMETER = "stringIndexType";

    private final String word;

    OffsetUnit(String word) {
        this.word = word;
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
        return switch (this) {
            case UTF_16 -> text.length();
            case CODE_POINT -> text.codePointCount(0, text.length());
            case TEXT_ELEMENT -> Unicode.characters(text);
        };
    }
}
