package org.analyzetext.localservice;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of a text.
 *
 * @param from where it begins, in UTF-16 units
 * @param to where it ends; the unit there is no longer part of it
 */
record Span(int from, int to) {
    /** Up to a full stop, exclamation or question mark before white space, but for that of a title, or to the end of the line. */
    private static final Pattern SENTENCE =
            Pattern.compile("\\S(?:[^\\n]*?(?<!\\bMr|\\bMrs|\\bMs|\\bDr)[.!?]+(?=\\s|$)|[^\\n]*)");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*");

    String of(String text) {
        return text.substring(from, to);
    }

    boolean overlaps(Span other) {
        return from < other.to && other.from < to;
    }

    static List<Span> sentences(String text) {
        return all(SENTENCE, text, new Span(0, text.length()));
    }

    static List<Span> words(String text, Span within) {
        return all(WORD, text, within);
    }

    static List<Span> all(Pattern pattern, String text, Span within) {
        List<Span> spans = new ArrayList<>();
        Matcher matcher = pattern.matcher(text).region(within.from, within.to);
        while (matcher.find()) {
            spans.add(new Span(matcher.start(), matcher.end()));
        }
        return spans;
    }
}
