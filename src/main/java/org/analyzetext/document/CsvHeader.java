package org.analyzetext.document;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a CSV file: a line that names the separator ({@code sep=;}, which spreadsheets write and read), if
 * there is one, and the header, which shows the separator where no line does.
 *
 * @param separatorLine the line that names the separator, as it stands
 * @param row the header
 */
record CsvHeader(@Nullable RawRecord separatorLine, RawRecord row) {
    private static final Pattern SEPARATOR_LINE = Pattern.compile("(?is)\"?sep=(\\\\t|.)\"?");
    private static final Map<Character, String> WORDS =
            Map.of(',', "comma", ';', "semicolon", '\t', "tab", '|', "bar", ' ', "space");

    /** Reads the beginning; null where there is no row. */
    static @Nullable CsvHeader read(CsvRows rows, Encoding encoding) throws IOException {
        RawRecord first = rows.next();
        Character named = first == null ? null : named(first, encoding);
        if (first == null || named == null) {
            return first == null ? null : new CsvHeader(null, first);
        }
        rows.separateBy(named);
        RawRecord header = rows.next();
        return header == null ? null : new CsvHeader(first, header);
    }

    private static @Nullable Character named(RawRecord row, Encoding encoding) {
        try {
            Matcher line = SEPARATOR_LINE.matcher(row.text(encoding));
            if (!line.matches()) {
                return null;
            }
            char separator = line.group(1).equals("\\t") ? '\t' : line.group(1).charAt(0);
            return DocumentReader.canSeparate(separator) ? separator : null;
        } catch (UnreadableRecord noText) {
            return null;
        }
    }

    /**
     * The columns, by the separator by which the most of those that are looked for are there; the rows are read by it
     * from now on. Throws where there is no text column by any, or one that is looked for stands twice.
     */
    CsvColumns columns(CsvRows rows, DocumentFields fields) throws UnreadableRecord {
        CsvColumns best = null;
        char separator = 0;
        List<String> widest = List.of();
        char widestBy = 0;
        UnreadableRecord fault = null;
        for (int i = 0; i < rows.separators().length(); i++) {
            char candidate = rows.separators().charAt(i);
            List<String> cells = List.of();
            CsvColumns columns = null;
            UnreadableRecord unfit = null;
            try {
                cells = rows.fields(row, candidate);
                columns = new CsvColumns(cells, fields);
            } catch (UnreadableRecord e) {
                unfit = e;
            }
            if (columns != null && columns.hasText() && (best == null || columns.found() > best.found())) {
                best = columns;
                separator = candidate;
            }
            if (widestBy == 0 || cells.size() > widest.size()) {
                widest = cells;
                widestBy = candidate;
                fault = unfit;
            }
        }
        if (best != null) {
            rows.separateBy(separator);
            return best;
        }
        throw fault != null ? fault : missing(rows.separators(), fields, widest, widestBy);
    }

    private static UnreadableRecord missing(String tried, DocumentFields fields, List<String> cells, char separator) {
        String by = tried.chars().mapToObj(each -> word((char) each)).collect(Collectors.joining(", "));
        String name = CsvColumns.shown(DocumentFields.column(fields.text()));
        return new UnreadableRecord(
                "MissingColumn",
                tried.length() == 1
                        ? "There is no column " + name + "; separated by " + by + " the columns are "
                                + CsvColumns.shown(cells) + "."
                        : "There is no column " + name + ", whichever separator is tried (" + by + "); by "
                                + word(separator) + " the columns are " + CsvColumns.shown(cells) + ".");
    }

    private static String word(char separator) {
        return WORDS.getOrDefault(separator, "'" + separator + "'");
    }
}
