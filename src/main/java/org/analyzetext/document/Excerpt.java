package org.analyzetext.document;

/** A value as a message may show it: short, and on one line. */
public final class Excerpt {
    private static final int LONGEST = 40;

    private Excerpt() {}

    static String of(String value) {
        return of(value, LONGEST);
    }

    /** The value, cut after so many characters, with a space for each that could begin a new line or steer a terminal. */
    public static String of(String value, int longest) {
        boolean isShort = value.codePointCount(0, value.length()) <= longest;
        String start = isShort ? value : value.substring(0, value.offsetByCodePoints(0, longest)) + "...";
        return start.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
    }
}
