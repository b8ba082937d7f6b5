package org.analyzetext.document;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
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
    private final DocumentFields fields;
    private final Writer out;
    private final StringWriter added = new StringWriter();

    CsvTable(CsvRows rows, Encoding encoding, DocumentFields fields, Writer out) {
        this.rows = rows;
        this.encoding = encoding;
        this.fields = fields;
        this.out = out;
    }

    /**
     * Copies the rows, with columns added on the right and with the line ends of the header. Rows that can't be read are
     * left out; where the header can't be read nothing is written.
     *
     * @param marked whether the copy begins with a byte-order mark
     */
    void copy(boolean marked, List<String> addedColumns, Rows values) throws IOException {
        CsvHeader header = CsvHeader.read(rows, encoding);
        if (header == null) {
            return;
        }
        boolean crLf = rows.endsInCrLf();
        List<String> columns;
        String headerText;
        try {
            header.columns(rows, fields);
            columns = rows.fields(header.row());
            headerText = header.row().text(encoding);
            if (marked) {
                out.write('\uFEFF');
            }
            if (header.separatorLine() != null) {
                out.write(header.separatorLine().text(encoding) + (crLf ? "\r\n" : "\n"));
            }
        } catch (UnreadableRecord e) {
            return;
        }
        CsvWriter csv = CsvWriter.builder()
                .fieldSeparator(rows.separators().charAt(0))
                .lineDelimiter(crLf ? LineDelimiter.CRLF : LineDelimiter.LF)
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
        out.write(rows.separators());
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
