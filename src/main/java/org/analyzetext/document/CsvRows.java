package org.analyzetext.document;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a CSV file into rows by RFC 4180, without decoding them: a line end within quotes belongs to the row, and quotes
 * count only where they open a field. Rows end in LF, CRLF or CR; empty lines are no rows, and neither are those whose
 * fields are all empty, as spreadsheets write below a table.
 */
final class CsvRows {
    private final ByteScanner scanner;
    private final Encoding encoding;
    private String separators;
    private CsvReader.CsvReaderBuilder fields;
    private String blank;
    private boolean crLf;

    /**
     * Cuts what a scanner gives.
     *
     * @param separators the characters that may separate fields; the header shows which does
     */
    CsvRows(ByteScanner scanner, Encoding encoding, String separators) {
        this.scanner = scanner;
        this.encoding = encoding;
        this.separators = separators;
        this.fields = builder(separators.charAt(0));
        this.blank = blank(separators);
    }

    /** What a row may have that has only empty fields. */
    private static String blank(String separators) {
        return separators + " \t\"";
    }

    private static CsvReader.CsvReaderBuilder builder(char separator) {
        return CsvReader.builder().fieldSeparator(separator).maxBufferSize(2 * DocumentReader.MAX_RECORD_BYTES);
    }

    String separators() {
        return separators;
    }

    /** The separator is known: rows are cut by it alone. */
    void separateBy(char separator) {
        separators = String.valueOf(separator);
        fields = builder(separator);
        blank = blank(separators);
    }

    /** The next row, or null at the end of the file. */
    @Nullable
    RawRecord next() throws IOException {
        while (scanner.peek() != ByteScanner.END) {
            RawRecord row = row();
            if (!isBlank(row)) {
                return row;
            }
        }
        return null;
    }

    /** The fields of a row by the separator that is known. */
    List<String> fields(RawRecord row) throws UnreadableRecord {
        return fields(row, fields);
    }

    /** The fields of a row by another separator. */
    List<String> fields(RawRecord row, char separator) throws UnreadableRecord {
        return fields(row, builder(separator));
    }

    private List<String> fields(RawRecord row, CsvReader.CsvReaderBuilder fields) throws UnreadableRecord {
        if (!row.isComplete()) {
            throw new UnreadableRecord(
                    "InvalidCsv",
                    "A quote is opened in the row on line " + row.line()
                            + " and never closed, so the rest of the file is not read.");
        }
        try {
            return fields.ofSingleCsvRecord(row.text(encoding)).getFields();
        } catch (CsvParseException e) {
            throw new UnreadableRecord(
                    "InvalidCsv", "The row on line " + row.line() + " is not valid CSV: check its quotes.");
        }
    }

    /** Whether the lines of the file end in CRLF, as far as the row just read shows. */
    boolean endsInCrLf() {
        return crLf;
    }

    private boolean isBlank(RawRecord row) {
        if (row.isEmpty()) {
            return true;
        }
        if (!row.isComplete() || !row.hasOnly(blank)) {
            return false;
        }
        try {
            return fields(row).stream().allMatch(String::isBlank);
        } catch (UnreadableRecord e) {
            return false;
        }
    }

    private RawRecord row() throws IOException {
        scanner.start();
        char separator = separators.charAt(0);
        String others = separators.substring(1);
        boolean quoted = false;
        boolean fieldStart = true;
        boolean closed = false;
        int next = scanner.peek();
        while (next != ByteScanner.END && (quoted || (next != '\n' && next != '\r'))) {
            boolean quote = next == '"';
            boolean opens = quote && !quoted && (fieldStart || closed);
            closed = quote && quoted;
            quoted = quote ? opens : quoted;
            fieldStart = !quoted && (next == separator || (!others.isEmpty() && others.indexOf(next) >= 0));
            pass();
            next = scanner.peek();
        }
        RawRecord row = scanner.end(!quoted);
        crLf = pass();
        return row;
    }

    /** Steps over a byte, or over CR and LF together; whether it was these two. */
    private boolean pass() throws IOException {
        if (scanner.next() != '\r') {
            return false;
        }
        if (scanner.peek() != '\n') {
            scanner.newLine();
            return false;
        }
        scanner.next();
        return true;
    }
}
