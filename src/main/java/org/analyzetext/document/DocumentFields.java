package org.analyzetext.document;

import com.fasterxml.jackson.core.JsonPointer;
import org.analyzetext.config.PropertyReader;

/**
 * Where a record keeps its id, text and language, and the names of the tasks that it asks for: JSON pointers ({@code /id}, {@code /body/text}), or the names of
 * top-level keys or CSV columns ({@code id}). In a CSV file {@code /id} is the column {@code id}.
 *
 * @param id place of the id; records without one are legal
 * @param text place of the text
 * @param language place of the language; records without one are legal
 * @param task place of the tasks' names, which stay in the metadata; empty where no record chooses
 */
public record DocumentFields(String id, String text, String language, String task) {
    /** Throws {@link IllegalArgumentException} for a place that is empty, or that is or holds another one. */
    public DocumentFields {
        check("id", id);
        check("text", text);
        check("language", language);
        checkApart("id", id, "text", text);
        checkApart("id", id, "language", language);
        checkApart("text", text, "language", language);
        if (!task.isEmpty()) {
            check("task", task);
            checkApart("task", task, "id", id);
            checkApart("task", task, "text", text);
            checkApart("task", task, "language", language);
        }
    }

    /** Reads {@code document.id}, {@code .text}, {@code .language} and {@code .task}. */
    public static DocumentFields read(PropertyReader in) {
        return in.checked(
                        "document",
                        () -> new DocumentFields(
                                in.text("document.id"),
                                in.text("document.text"),
                                in.text("document.language"),
                                in.text("document.task")))
                .orElse(new DocumentFields("/id", "/text", "/language"));
    }

    /** Places of records that choose no tasks. */
    public DocumentFields(String id, String text, String language) {
        this(id, text, language, "");
    }

    /** The place as a JSON pointer: a plain name is a top-level key. */
    public static JsonPointer pointer(String place) {
        return place.startsWith("/")
                ? JsonPointer.compile(place)
                : JsonPointer.empty().appendProperty(place);
    }

    /** The place as the name of a CSV column. */
    static String column(String place) {
        return place.startsWith("/") ? place.substring(1).replace("~1", "/").replace("~0", "~") : place;
    }

    private static void check(String name, String place) {
        if (place.isBlank() || place.equals("/")) {
            throw new IllegalArgumentException("document." + name + " is '" + place
                    + "', but must be a JSON pointer such as /" + name + " or the name of a CSV column");
        }
    }

    private static void checkApart(String name, String place, String otherName, String otherPlace) {
        String one = pointer(place) + "/";
        String other = pointer(otherPlace) + "/";
        if (one.startsWith(other) || other.startsWith(one)) {
            throw new IllegalArgumentException("document." + name + " is '" + place + "' and document." + otherName
                    + " is '" + otherPlace + "', but they must be two places, neither inside the other");
        }
    }
}
