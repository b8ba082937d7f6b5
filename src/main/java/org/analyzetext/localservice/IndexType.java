package org.analyzetext.localservice;

import java.util.Arrays;
import java.util.Optional;

/** In what a task wants offsets and lengths counted. */
enum IndexType {
    TEXT_ELEMENTS("TextElements_v8"),
    CODE_POINTS("UnicodeCodePoint"),
    UTF_16("Utf16CodeUnit");

    private final String word;

    IndexType(String word) {
        this.word = word;
    }

    static Optional<IndexType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findAny();
    }

    /** How long a text is, as this counts. */
    int count(String text) {
        return switch (this) {
            case TEXT_ELEMENTS -> TextElements.count(text);
            case CODE_POINTS -> text.codePointCount(0, text.length());
            case UTF_16 -> text.length();
        };
    }
}
