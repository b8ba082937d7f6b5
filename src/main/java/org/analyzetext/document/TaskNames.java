package org.analyzetext.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a document asks for, by their names: text with commas between them, or a JSON array. The value is read
 * where it stands and stays there, in the document's metadata or among its headers, so that a replay asks the same.
 *
 * @param place where records keep the names, as in {@link DocumentFields}; empty where they have none
 * @param header the header of a record that names them and comes before the place; empty where there is none
 * @param known the tasks that there are, in their order
 * @param usual the tasks of a document that names none
 */
public record TaskNames(String place, String header, List<String> known, List<String> usual) {
    /** No document chooses. */
    public static final TaskNames ALL = new TaskNames("", "", List.of(), List.of());

    public TaskNames {
        known = List.copyOf(known);
        usual = usual.isEmpty() ? known : known.stream().filter(usual::contains).toList();
    }

    /** The names in the order of the tasks that there are; {@link UnreadableRecord} for a value that names others. */
    List<String> of(Document document) throws UnreadableRecord {
        Set<String> asked = new LinkedHashSet<>(asked(document));
        if (asked.isEmpty()) {
            return usual;
        }
        Optional<String> unknown =
                asked.stream().filter(name -> !known.contains(name)).findFirst();
        if (unknown.isPresent()) {
            throw new UnreadableRecord(
                    "UnknownTask",
                    "The document asks for the task '" + Excerpt.of(unknown.get()) + "', but there are only "
                            + String.join(", ", known) + ".");
        }
        return known.stream().filter(asked::contains).toList();
    }

    private List<String> asked(Document document) throws UnreadableRecord {
        Envelope envelope = document.envelope();
        String asked = envelope == null || header.isEmpty() ? null : envelope.header(header);
        if (asked != null && !split(asked).isEmpty()) {
            return split(asked);
        }
        JsonNode value = value(document);
        if (value == null || value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (value.isTextual()) {
            return split(value.textValue());
        }
        if (!value.isArray()) {
            throw invalid(StrictJson.kind(value));
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : value) {
            if (!name.isTextual()) {
                throw invalid("an array that holds " + StrictJson.kind(name));
            }
            names.addAll(split(name.textValue()));
        }
        return names;
    }

    /** The metadata of a CSV row has its columns' names as keys, also where such a name could be a pointer. */
    private @Nullable JsonNode value(Document document) {
        if (place.isEmpty()) {
            return null;
        }
        JsonNode value = document.metadata().at(DocumentFields.pointer(place));
        return value.isMissingNode() ? document.metadata().get(DocumentFields.column(place)) : value;
    }

    private static List<String> split(String names) {
        List<String> split = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            if (!name.isBlank()) {
                split.add(name.strip());
            }
        }
        return split;
    }

    private UnreadableRecord invalid(String what) {
        return new UnreadableRecord(
                "InvalidTask",
                "The task at " + place + " is " + what + ", but must be a string or an array of strings, with the names"
                        + " of tasks: " + String.join(", ", known) + ".");
    }
}
