package org.analyzetext.localservice;

import java.util.regex.Pattern;

/** Counts characters as the service does: as text elements (grapheme clusters). */
final class TextElements {
    private static final Pattern CLUSTER = Pattern.compile("\\X");
    /** Below it no character combines with another, but for the line end of two characters. */
    private static final char FIRST_COMBINING = '\u0300';

    private static final int RECORD = 1000;

    private TextElements() {}

    static int count(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= FIRST_COMBINING || c == '\r') {
                return clusters(text);
            }
        }
        return text.length();
    }

    /** The text records (of 1,000 characters each) that a document of so many characters is billed. */
    static int records(int characters) {
        return (characters + RECORD - 1) / RECORD;
    }

    private static int clusters(String text) {
        return (int) CLUSTER.matcher(text).results().count();
    }
}
