package org.analyzetext.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of a CSV file by its header, and the documents that its rows are by them. */
final class CsvColumns {
    private static final int MOST_SHOWN = 20;

    private final List<String> names;
    private final int id;
    private final int text;
    private final int language;

    /** Throws where there is no text column, or where a column that is looked for stands twice. */
    CsvColumns(List<String> header, DocumentFields fields) throws UnreadableRecord {
        this.names = distinct(header);
        this.id = find(header, DocumentFields.column(fields.id()));
        this.text = find(header, DocumentFields.column(fields.text()));
        this.language = find(header, DocumentFields.column(fields.language()));
        if (!fields.task().isEmpty()) {
            find(header, DocumentFields.column(fields.task()));
        }
        if (text < 0) {
            throw new UnreadableRecord(
                    "MissingColumn",
                    "There is no column " + DocumentFields.column(fields.text()) + "; the columns are " + shown(header)
                            + ".");
        }
    }

    /** The name if no column has it yet, else the first of {@code name_2}, {@code name_3}... that is free. */
    static String distinct(String name, Set<String> taken) {
        String distinct = name;
        for (int i = 2; taken.contains(distinct); i++) {
            distinct = name + "_" + i;
        }
        return distinct;
    }

    /** Throws where a row has not one field a column. */
    static void check(RawRecord row, List<String> fields, int columns) throws UnreadableRecord {
        if (fields.size() != columns) {
            throw new UnreadableRecord(
                    "InvalidCsv",
                    "The row on line " + row.line() + " has " + fields.size() + " field(s), but the header has "
                            + columns + ".");
        }
    }

    int count() {
        return names.size();
    }

    Document document(FilePosition position, List<String> fields) {
        ObjectNode metadata = Json.MAPPER.createObjectNode();
        for (int i = 0; i < names.size(); i++) {
            if (i != id && i != text && i != language) {
                metadata.put(names.get(i), fields.get(i));
            }
        }
        return new Document(position, optional(fields, id), optional(fields, language), fields.get(text), metadata);
    }

    /** The first columns, shortened, because a file without a header has a document's text here. */
    private static String shown(List<String> header) {
        String first = header.stream().limit(MOST_SHOWN).map(Excerpt::of).collect(Collectors.joining(", "));
        return header.size() > MOST_SHOWN ? first + " and " + (header.size() - MOST_SHOWN) + " more" : first;
    }

    private static @Nullable String optional(List<String> fields, int index) {
        return index < 0 || fields.get(index).isEmpty() ? null : fields.get(index);
    }

    private static int find(List<String> header, String name) throws UnreadableRecord {
        int count = Collections.frequency(header, name);
        if (count > 1) {
            throw new UnreadableRecord(
                    "InvalidCsv", "The column " + name + " stands " + count + " times in the header.");
        }
        return header.indexOf(name);
    }

    private static List<String> distinct(List<String> header) {
        Set<String> taken = new LinkedHashSet<>();
        header.forEach(name -> taken.add(distinct(name, taken)));
        return new ArrayList<>(taken);
    }
}
