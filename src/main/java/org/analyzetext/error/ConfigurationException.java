package org.analyzetext.error;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration has mistakes: all of them, each in a sentence that says what to change. */
public final class ConfigurationException extends AnalyzeTextException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    /**
     * Says all of them.
     *
     * @param notes what may be the reason for some of them, each in a sentence
     */
    public ConfigurationException(List<String> mistakes, List<String> notes) {
        super("the configuration has " + (mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes")
                + ":\n  - " + String.join("\n  - ", mistakes)
                + notes.stream().map(note -> "\n" + note).collect(Collectors.joining()));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Each mistake in a sentence. */
    public List<String> mistakes() {
        return mistakes;
    }
}
