package org.analyzetext.evaluate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.results.Answer;
import org.jspecify.annotations.Nullable;

/** Labels in the answer's own record: a field of its metadata, or a column of its row. */
record FieldTruth(JsonPointer field) implements Truth {
    @Override
    public @Nullable Set<String> of(Answer answer) {
        return answer.deadLetter() ? null : classes(answer.record().at(field));
    }

    /** A pointer such as {@code /metadata/human}, or the name of a field. */
    static JsonPointer pointer(String option, String text) {
        try {
            return JsonPointer.compile(
                    text.startsWith("/") ? text : "/" + text.replace("~", "~0").replace("/", "~1"));
        } catch (IllegalArgumentException malformed) {
            throw new AnalyzeTextException(option + " is '" + text
                    + "', but must be a column, a field, or a JSON pointer such as /metadata/human");
        }
    }

    /** A text is a class, with {@code ;} between several; so is each element of an array; null where nothing stands. */
    static @Nullable Set<String> classes(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        Set<String> classes = new TreeSet<>();
        if (value.isArray()) {
            value.forEach(
                    each -> add(classes, each.isObject() ? each.path("category").asText() : each.asText()));
        } else {
            for (String each : value.asText().split(";", -1)) {
                add(classes, each);
            }
        }
        return classes;
    }

    private static void add(Set<String> classes, String text) {
        if (!text.isBlank()) {
            classes.add(text.strip());
        }
    }
}
