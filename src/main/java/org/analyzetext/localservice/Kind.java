package org.analyzetext.localservice;

import java.util.Arrays;
import java.util.Optional;

/** The two kinds of project, and of the tasks that ask them. */
enum Kind {
    SINGLE_LABEL("CustomSingleLabelClassification"),
    MULTI_LABEL("CustomMultiLabelClassification");

    private final String word;

    Kind(String word) {
        this.word = word;
    }

    /** The kind of a project, whose labels file spells it with a small or a capital first letter. */
    static Optional<Kind> ofProject(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equalsIgnoreCase(word))
                .findAny();
    }

    static Optional<Kind> ofTask(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findAny();
    }

    /** The word for tasks: {@code CustomSingleLabelClassification} or {@code CustomMultiLabelClassification}. */
    String word() {
        return word;
    }

    String resultsWord() {
        return word + "LROResults";
    }
}
