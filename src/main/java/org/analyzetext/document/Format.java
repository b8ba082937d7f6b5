package org.analyzetext.document;

import java.util.Locale;
import java.util.Optional;

/** The kinds of file that documents are read from. */
public enum Format {
    /** One document a file. */
    TEXT("a text"),
    /** A JSON object a line. */
    JSON_LINES("JSON lines"),
    /** A JSON object, or an array of them. */
    JSON("JSON"),
    /** A header row, then a document a row. */
    CSV("CSV"),
    /** CSV whose fields tabs separate. */
    TSV("TSV"),
    /** Documents that were read already, as this module keeps them: one a line. No file's name stands for it. */
    DOCUMENTS("documents");

    private static final String GZIP = ".gz";

    private final String words;

    Format(String words) {
        this.words = words;
    }

    /** The endings that stand for a format, as messages show them. */
    public static String endings() {
        return ".txt, .jsonl, .ndjson, .json, .csv and .tsv, and each of them with .gz behind it";
    }

    /** The format that a file's name stands for, by its ending in any case; empty for other endings. */
    public static Optional<Format> ofFileName(String name) {
        String plain = isGzip(name) ? name.substring(0, name.length() - GZIP.length()) : name;
        String ending = plain.substring(plain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (ending.length() == plain.length()) {
            return Optional.empty();
        }
        return switch (ending) {
            case "txt" -> Optional.of(TEXT);
            case "jsonl", "ndjson" -> Optional.of(JSON_LINES);
            case "json" -> Optional.of(JSON);
            case "csv" -> Optional.of(CSV);
            case "tsv" -> Optional.of(TSV);
            default -> Optional.empty();
        };
    }

    /** Whether the name says that the file is compressed: {@code a.csv.gz}. */
    public static boolean isGzip(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(GZIP);
    }

    /** A file's name before its ending, which has two parts where the file is compressed: {@code a} of {@code a.csv.gz}. */
    public static String stem(String name) {
        String plain = isGzip(name) ? name.substring(0, name.length() - GZIP.length()) : name;
        int dot = plain.lastIndexOf('.');
        return dot > plain.lastIndexOf('/') ? plain.substring(0, dot) : plain;
    }

    /** Whether a document is a row, and its result the row with more columns. */
    public boolean isTable() {
        return this == CSV || this == TSV;
    }

    /** What a file of this format is called. */
    String words() {
        return words;
    }
}
