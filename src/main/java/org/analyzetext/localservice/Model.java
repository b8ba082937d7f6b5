package org.analyzetext.localservice;

import java.util.List;
import java.util.Set;
import opennlp.tools.doccat.DocumentSample;

/** What a project learned from its labels: gives a text its classes. Thread-safe. */
interface Model {
    Labels classify(String text);

    /**
     * A text to learn from.
     *
     * @param words its words
     * @param categories its classes
     */
    record Example(List<String> words, Set<String> categories) {
        public Example {
            words = List.copyOf(words);
            categories = Set.copyOf(categories);
        }

        DocumentSample as(String category) {
            return new DocumentSample(category, words.toArray(String[]::new));
        }
    }

    static Model train(Kind kind, List<String> categories, List<Example> examples) {
        return switch (kind) {
            case SINGLE_LABEL -> SingleLabelModel.train(categories, examples);
            case MULTI_LABEL -> MultiLabelModel.train(categories, examples);
            default -> throw new IllegalArgumentException(kind + " does not classify");
        };
    }
}
