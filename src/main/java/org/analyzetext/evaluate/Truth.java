package org.analyzetext.evaluate;

import java.util.List;
import java.util.Set;
import org.analyzetext.results.Answer;
import org.jspecify.annotations.Nullable;

/** The labels that people gave. */
interface Truth {
    /** The classes that a person gave to the document of an answer; null where nobody did, empty where none fits. */
    @Nullable
    Set<String> of(Answer answer);

    /** Whether these labels are for a task of this project. */
    default boolean isFor(Answer.TaskLabels task) {
        return true;
    }

    /** Whether the labels say themselves which tasks they are for. */
    default boolean knowsTasks() {
        return false;
    }

    /** The documents with labels for which no answer came, as far as these are known. */
    default List<String> withoutAnswer() {
        return List.of();
    }

    /** What a reader of the figures has to know. */
    default List<String> warnings() {
        return List.of();
    }
}
