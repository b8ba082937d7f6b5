package org.analyzetext.document;

/**
 * A stretch of a text: it never begins or ends inside a character (text element).
 *
 * @param from where it begins, in UTF-16 units from 0
 * @param to where it ends, in UTF-16 units; the unit there is no longer part of it
 * @param characters its length in characters (text elements)
 */
public record TextRange(int from, int to, int characters) {
    /** Throws {@link IllegalArgumentException} for a stretch that is empty. */
    public TextRange {
        if (from < 0 || to <= from || characters < 1 || characters > to - from) {
            throw new IllegalArgumentException(
                    "from " + from + " to " + to + " are not " + characters + " characters of a text");
        }
    }

    /** The stretch of this text. */
    public String of(String text) {
        return text.substring(from, to);
    }
}
