package org.analyzetext.document;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Keeps the texts of documents out of messages that others wrote about them. */
public final class TextRedactor {
    /** Shorter runs are chance: two texts share words. */
    private static final int RUN = 16;

    private static final String LEFT_OUT = "(the service's message quotes a text and is left out)";

    private TextRedactor() {}

    /** The message, unless it shares {@value #RUN} characters in a row with one of the texts. */
    public static String without(String message, Collection<String> texts) {
        if (message.length() < RUN) {
            return message;
        }
        String said = plain(message);
        Set<String> runs = new HashSet<>();
        for (int i = 0; i + RUN <= said.length(); i++) {
            runs.add(said.substring(i, i + RUN));
        }
        for (String text : texts) {
            String plain = plain(text);
            // A run begins at each place of the message, so in the text every place has to be looked at.
            for (int i = 0; i + RUN <= plain.length(); i++) {
                if (runs.contains(plain.substring(i, i + RUN))) {
                    return LEFT_OUT;
                }
            }
            if (plain.length() < RUN && plain.length() >= RUN / 2 && said.contains(plain)) {
                return LEFT_OUT;
            }
        }
        return message;
    }

    /** A message is kept on one line, and may have lost what can't stand there. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ").toLowerCase(Locale.ROOT);
    }
}
