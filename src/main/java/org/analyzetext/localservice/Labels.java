package org.analyzetext.localservice;

import java.util.List;

/**
 * The answer of a project for one text.
 *
 * @param classes the classes, best first; exactly one for single-label projects, any number for multi-label ones
 */
record Labels(List<Scored> classes) {
    Labels {
        classes = List.copyOf(classes);
    }

    /**
     * A class and how sure the model is.
     *
     * @param category the class
     * @param hundredths the confidence, 0 to 100, because the service shows two digits
     */
    record Scored(String category, int hundredths) {}
}
