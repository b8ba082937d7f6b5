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
import java.util.stream.Stream;

/**
 * A CSV file with more columns: its rows as they stand, with the values that belong to them added. Where formulas are
 * defused, a row that has some is written anew, field by field.
 */
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

    /**
     * What is added.
     *
     * @param columns the names to add; one that the source has already becomes {@code name_2}, {@code name_3}...
     * @param defused whether cells that a spreadsheet would run as a formula get a {@code '} before them, those of the
     *     source too
     * @param rows the values
     */
    public record Added(List<String> columns, boolean defused, Rows rows) {
        public Added {
            columns = List.copyOf(columns);
        }
    }

    private final CsvRows rows;
    private final Encoding encoding;
    private final DocumentFields fields;
    private final Writer out;
    private final Added more;
    private final StringWriter added = new StringWriter();

    CsvTable(CsvRows rows, Encoding encoding, DocumentFields fields, Writer out, Added more) {
        this.rows = rows;
        this.encoding = encoding;
        this.fields = fields;
        this.out = out;
        this.more = more;
    }

    /**
     * Copies the rows, with columns added on the right and with the line ends of the header. Rows that can't be read are
     * left out; where the header can't be read nothing is written.
     *
     * @param marked whether the copy begins with a byte-order mark
     */
    void copy(boolean marked) throws IOException {
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
        write(headerText, columns, csv, distinct(columns, more.columns()));
        copyRows(columns.size(), csv);
    }

    private void copyRows(int columns, CsvWriter csv) throws IOException {
        long ordinal = 0;
        for (RawRecord row = rows.next(); row != null; row = rows.next()) {
            ordinal++;
            String text;
            List<String> fields;
            try {
                fields = rows.fields(row);
                CsvColumns.check(row, fields, columns);
                text = row.text(encoding);
            } catch (UnreadableRecord e) {
                continue;
            }
            List<String> rowValues = more.rows().valuesOf(ordinal).orElse(null);
            if (rowValues != null) {
                checkCount(ordinal, rowValues, more.columns().size());
                write(text, fields, csv, rowValues);
            }
        }
    }

    private void write(String row, List<String> fields, CsvWriter csv, List<String> values) throws IOException {
        added.getBuffer().setLength(0);
        if (more.defused() && fields.stream().anyMatch(FormulaCell::isOne)) {
            csv.writeRecord(Stream.concat(fields.stream(), values.stream())
                    .map(FormulaCell::defused)
                    .toList());
        } else {
            out.write(row);
            out.write(rows.separators());
            csv.writeRecord(more.defused() ? FormulaCell.defused(values) : values);
        }
        out.append(added.getBuffer());
    }

    private static void checkCount(long ordinal, List<String> values, int addedColumns) {
        if (values.size() != addedColumns) {
            throw new IllegalArgumentException(
                    "Row " + ordinal + " got " + values.size() + " values for " + addedColumns + " added columns");
        }
    }

    /** How the columns are called that are added to these. */
    public static List<String> distinct(List<String> columns, List<String> addedColumns) {
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
