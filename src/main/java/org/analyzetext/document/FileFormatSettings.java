package org.analyzetext.document;

import java.nio.charset.Charset;
import org.analyzetext.config.PropertyReader;

/**
 * How files of documents are written.
 *
 * @param charset the charset of files that do not declare theirs
 * @param csvSeparators the characters of which one stands between the fields of CSV rows
 * @param records where the records of a JSON file are inside an object; empty where nothing is around them
 */
public record FileFormatSettings(Charset charset, String csvSeparators, String records) {
    /** Reads {@code files.charset}, {@code files.csv-separator} and {@code document.records}. */
    public static FileFormatSettings read(PropertyReader in) {
        return new FileFormatSettings(in.charset("files.charset"), separators(in), records(in));
    }

    /** A reader of files that are written so. */
    public DocumentReader reader(DocumentFields fields, DocumentRules rules) {
        return new DocumentReader(fields, charset, csvSeparators, records, rules);
    }

    private static String separators(PropertyReader in) {
        String value = in.separator("files.csv-separator");
        if (value.equals("auto")) {
            return DocumentReader.ANY_SEPARATOR;
        }
        if (value.length() == 1 && DocumentReader.canSeparate(value.charAt(0))) {
            return value;
        }
        in.mistake(
                "files.csv-separator",
                "is '" + value
                        + "', but must be auto, \\t for a tab, or one ASCII character that is no letter, no digit"
                        + " and no quote, such as ;");
        return DocumentReader.ANY_SEPARATOR;
    }

    private static String records(PropertyReader in) {
        String value = in.text("document.records");
        if (value.isEmpty() || (value.startsWith("/") && value.length() > 1)) {
            return value;
        }
        in.mistake(
                "document.records",
                "is '" + value + "', but must be a JSON pointer such as /documents, or empty where no object is around"
                        + " the records of a file");
        return "";
    }
}
