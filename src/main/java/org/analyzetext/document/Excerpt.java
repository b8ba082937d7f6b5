package org.analyzetext.document;

/** A value as a message may show it: short, and on one line. */
public final class Excerpt {
    private static final int LONGEST = 40;

    private Excerpt() {}

    static String of(String value) {
        return of(value, LONGEST);
    }

    /** The value as it stands, cut if it is long. */
    static String whole(String value) {
        return cut(value, LONGEST);
    }

    /** The value, cut after so many characters, with a space for each that could begin a new line or steer a terminal. */
    public static String of(String value, int longest) {
        return cut(value, longest).replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
    }

    private static String cut(String value, int longest) {
        boolean isShort = value.codePointCount(0, value.length()) <= longest;
        return isShort ? value : value.substring(0, value.offsetByCodePoints(0, longest)) + "...";
    }
}
