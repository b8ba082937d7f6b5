package org.analyzetext.error;

import java.util.List;

/** The configuration has mistakes: all of them, each in a sentence that says what to change. */
public final class ConfigurationException extends AnalyzeTextException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    public ConfigurationException(List<String> mistakes) {
        super("the configuration has " + (mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes")
                + ":\n  - " + String.join("\n  - ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Each mistake in a sentence. */
    public List<String> mistakes() {
        return mistakes;
    }
}
