package org.analyzetext.document;

import java.util.Locale;
import java.util.Optional;

/** The kinds of file that documents are read from. */
public enum Format {
    /** One document a file. */
    TEXT,
    /** A JSON object a line. */
    JSON_LINES,
    /** A JSON object, or an array of them. */
    JSON,
    /** A header row, then a document a row. */
    CSV,
    /** Documents that were read already, as this module keeps them: one a line. No file's name stands for it. */
    DOCUMENTS;

    /** The endings that stand for a format, as they are told to people. */
    public static String endings() {
        return ".txt, .jsonl, .ndjson, .json and .csv";
    }

    /** The format that a file's name stands for, by its ending in any case; empty for other endings. */
    public static Optional<Format> ofFileName(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (ending.length() == name.length()) {
            return Optional.empty();
        }
        return switch (ending) {
            case "txt" -> Optional.of(TEXT);
            case "jsonl", "ndjson" -> Optional.of(JSON_LINES);
            case "json" -> Optional.of(JSON);
            case "csv" -> Optional.of(CSV);
            default -> Optional.empty();
        };
    }
}
