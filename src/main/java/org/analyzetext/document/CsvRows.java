package org.analyzetext.document;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a CSV file into rows by RFC 4180, without decoding them: a line end within quotes belongs to the row, and quotes
 * count only where they open a field. Rows end in LF, CRLF or CR; empty lines are no rows.
 */
final class CsvRows {
    private final ByteScanner scanner;
    private final Encoding encoding;
    private final char separator;
    private final CsvReader.CsvReaderBuilder fields;
    private boolean crLf;

    CsvRows(ByteScanner scanner, Encoding encoding, char separator) {
        this.scanner = scanner;
        this.encoding = encoding;
        this.separator = separator;
        this.fields = CsvReader.builder().fieldSeparator(separator).maxBufferSize(2 * DocumentReader.MAX_RECORD_BYTES);
    }

    /** The next row, or null at the end of the file. */
    @Nullable
    RawRecord next() throws IOException {
        while (scanner.peek() != ByteScanner.END) {
            RawRecord row = row();
            if (!row.isEmpty()) {
                return row;
            }
        }
        return null;
    }

    List<String> fields(RawRecord row) throws UnreadableRecord {
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

    /** Whether the lines of the file end in CRLF, as far as the row just read tells. */
    boolean endsInCrLf() {
        return crLf;
    }

    private RawRecord row() throws IOException {
        scanner.start();
        boolean quoted = false;
        boolean fieldStart = true;
        boolean closed = false;
        int next = scanner.peek();
        while (next != ByteScanner.END && (quoted || (next != '\n' && next != '\r'))) {
            boolean quote = next == '"';
            boolean opens = quote && !quoted && (fieldStart || closed);
            closed = quote && quoted;
            quoted = quote ? opens : quoted;
            fieldStart = !quoted && next == separator;
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
