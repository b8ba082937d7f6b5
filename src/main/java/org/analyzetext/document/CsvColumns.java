package org.analyzetext.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The columns of a CSV file by its header, and the documents that its rows are by them. */
final class CsvColumns {
    private static final int MOST_SHOWN = 20;

    private final List<String> names;
    private final int id;
    private final int text;
    private final int language;

    private final int found;

    /** Throws where a column that is looked for stands twice. */
    CsvColumns(List<String> header, DocumentFields fields) throws UnreadableRecord {
        List<String> trimmed = header.stream().map(CsvColumns::trimmed).toList();
        this.names = distinct(trimmed);
        this.id = find(header, trimmed, fields.id());
        this.text = find(header, trimmed, fields.text());
        this.language = find(header, trimmed, fields.language());
        int task = fields.task().isEmpty() ? -1 : find(header, trimmed, fields.task());
        this.found = (int) IntStream.of(id, text, language, task)
                .filter(index -> index >= 0)
                .count();
    }

    boolean hasText() {
        return text >= 0;
    }

    /** How many of the columns that are looked for are there. */
    int found() {
        return found;
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

    List<String> names() {
        return List.copyOf(names);
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
        String tag = optional(fields, language);
        return new Document(
                position,
                optional(fields, id),
                tag == null || tag.isBlank() ? null : tag.strip(),
                fields.get(text),
                metadata);
    }

    /** The first columns, shortened, because a file without a header has a document's text here. */
    static String shown(List<String> header) {
        String first = header.stream().limit(MOST_SHOWN).map(CsvColumns::shown).collect(Collectors.joining(", "));
        return header.size() > MOST_SHOWN ? first + " and " + (header.size() - MOST_SHOWN) + " more" : first;
    }

    /** A name in quotes, with what can't be seen in it as an escape. */
    static String shown(String name) {
        StringBuilder shown = new StringBuilder("\"");
        Excerpt.whole(name).codePoints().forEach(each -> {
            if (each == '\t') {
                shown.append("\\t");
            } else if (each != ' ' && isInvisible(each)) {
                shown.append("\\u%04X".formatted(each));
            } else {
                shown.appendCodePoint(each);
            }
        });
        return shown.append('"').toString();
    }

    /** A name without the spaces around it, invisible ones included: they are never meant. */
    private static String trimmed(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && isInvisible(name.charAt(from))) {
            from++;
        }
        while (from < to && isInvisible(name.charAt(to - 1))) {
            to--;
        }
        return name.substring(from, to);
    }

    private static boolean isInvisible(int codePoint) {
        return Unicode.isSpace(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }

    private static @Nullable String optional(List<String> fields, int index) {
        return index < 0 || fields.get(index).isEmpty() ? null : fields.get(index);
    }

    /** The column of that very name, else the one that has it when trimmed; -1 if there is none. */
    private static int find(List<String> header, List<String> trimmed, String place) throws UnreadableRecord {
        String name = DocumentFields.column(place);
        List<String> in = header.contains(name) ? header : trimmed;
        int count = Collections.frequency(in, name);
        if (count > 1) {
            throw new UnreadableRecord(
                    "InvalidCsv", "The column " + name + " stands " + count + " times in the header.");
        }
        return in.indexOf(name);
    }

    private static List<String> distinct(List<String> header) {
        Set<String> taken = new LinkedHashSet<>();
        header.forEach(name -> taken.add(distinct(name, taken)));
        return new ArrayList<>(taken);
    }
}
