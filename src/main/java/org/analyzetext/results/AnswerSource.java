package org.analyzetext.results;

import java.io.IOException;
import java.util.function.Consumer;

/** Where results and dead letters can be read: files, or topics. */
@FunctionalInterface
public interface AnswerSource {
    /** Gives each of them, in the order in which they stand there. */
    void forEach(Consumer<Answer> answers) throws IOException;

    /** Both, one after the other. */
    default AnswerSource and(AnswerSource other) {
        return answers -> {
            forEach(answers);
            other.forEach(answers);
        };
    }
}
