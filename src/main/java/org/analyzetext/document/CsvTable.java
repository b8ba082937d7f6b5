package org.analyzetext.document;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A CSV file with more columns: its rows as they stand, with the values that belong to them added. */
public final class CsvTable {
    /** The values of the added columns, by row. */
    @FunctionalInterface
    public interface Rows {
        /**
         * The values to add to a row, one a column; empty leaves the row out. Asked once for each row that can be read,
         * in rising order.
         *
         * @param ordinal the row's number, from 1, as {@link DocumentReader} counts
         */
        Optional<List<String>> valuesOf(long ordinal) throws IOException;
    }

    private final CsvRows rows;
    private final Encoding encoding;
    private final char separator;
    private final Writer out;
    private final StringWriter added = new StringWriter();

    private CsvTable(CsvRows rows, Encoding encoding, char separator, Writer out) {
        this.rows = rows;
        this.encoding = encoding;
        this.separator = separator;
        this.out = out;
    }

    /**
     * Copies a CSV file row by row, with columns added on the right. Rows that can't be read are left out; where the
     * header can't be read nothing is written. The copy is UTF-8, whatever the source is, with a byte-order mark where
     * the source has one in UTF-8 or is UTF-16 or UTF-32, and with the line ends of the source's header.
     *
     * @param addedColumns the names to add; one that the source has already becomes {@code name_2}, {@code name_3}...
     * @param out flushed at the end, not closed
     */
    public static void addColumns(
            Path source, Charset charset, char separator, OutputStream out, List<String> addedColumns, Rows values)
            throws IOException {
        DocumentReader.checkSeparator(separator);
        Encoding encoding = Encoding.ofLines(charset);
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8.newEncoder()));
        try (InputStream in = Files.newInputStream(source)) {
            ByteScanner scanner = encoding.scan(in);
            CsvTable table = new CsvTable(new CsvRows(scanner, encoding, separator), encoding, separator, writer);
            table.copy(scanner, List.copyOf(addedColumns), values);
        } catch (MalformedFile e) {
            // The rest of the source can't be read: its rows are left out, as are other unreadable rows.
        }
        writer.flush();
    }

    private void copy(ByteScanner scanner, List<String> addedColumns, Rows values) throws IOException {
        RawRecord header = rows.next();
        if (header == null) {
            return;
        }
        List<String> columns;
        String headerText;
        try {
            columns = rows.fields(header);
            headerText = header.text(encoding);
        } catch (UnreadableRecord e) {
            return;
        }
        if (scanner.hasByteOrderMark() || encoding.file().name().matches("UTF-(16|32).*")) {
            out.write('\uFEFF');
        }
        CsvWriter csv = CsvWriter.builder()
                .fieldSeparator(separator)
                .lineDelimiter(rows.endsInCrLf() ? LineDelimiter.CRLF : LineDelimiter.LF)
                .bufferSize(0)
                .build(added);
        write(headerText, csv, distinct(columns, addedColumns));
        copyRows(columns.size(), addedColumns.size(), csv, values);
    }

    private void copyRows(int columns, int addedColumns, CsvWriter csv, Rows values) throws IOException {
        long ordinal = 0;
        for (RawRecord row = rows.next(); row != null; row = rows.next()) {
            ordinal++;
            String text;
            try {
                CsvColumns.check(row, rows.fields(row), columns);
                text = row.text(encoding);
            } catch (UnreadableRecord e) {
                continue;
            }
            List<String> rowValues = values.valuesOf(ordinal).orElse(null);
            if (rowValues != null) {
                checkCount(ordinal, rowValues, addedColumns);
                write(text, csv, rowValues);
            }
        }
    }

    private void write(String row, CsvWriter csv, List<String> values) throws IOException {
        out.write(row);
        out.write(separator);
        added.getBuffer().setLength(0);
        csv.writeRecord(values);
        out.append(added.getBuffer());
    }

    private static void checkCount(long ordinal, List<String> values, int addedColumns) {
        if (values.size() != addedColumns) {
            throw new IllegalArgumentException(
                    "Row " + ordinal + " got " + values.size() + " values for " + addedColumns + " added columns");
        }
    }

    private static List<String> distinct(List<String> columns, List<String> addedColumns) {
        Set<String> taken = new HashSet<>(columns);
        List<String> names = new ArrayList<>();
        for (String column : addedColumns) {
            String name = CsvColumns.distinct(column, taken);
            taken.add(name);
            names.add(name);
        }
        return names;
    }
}
