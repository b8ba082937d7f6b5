package org.analyzetext.document;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Names that strangers chose, as they stand in a log: one line each, and the same name everywhere. */
public final class LogText {
    private LogText() {}

    /** The name with its control characters, and what else begins a line, written as {@code \\u000a}. */
    public static String of(String name) {
        StringBuilder shown = new StringBuilder(name.length());
        name.codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE -> shown.append(String.format("\\u%04x", point));
                default -> shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    /** The name of a batch of an input, whose folder's name is encoded: as the input is called. */
    public static String ofBatch(String batch) {
        if (batch.indexOf('%') < 0) {
            return of(batch);
        }
        try {
            return of(URLDecoder.decode(batch.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException cutOff) {
            return of(batch);
        }
    }
}
