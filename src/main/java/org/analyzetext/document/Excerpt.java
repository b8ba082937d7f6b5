package org.analyzetext.document;

/** A value as a message may show it: short, and on one line. */
final class Excerpt {
    private static final int LONGEST = 40;

    private Excerpt() {}

    static String of(String value) {
        boolean isShort = value.codePointCount(0, value.length()) <= LONGEST;
        String start = isShort ? value : value.substring(0, value.offsetByCodePoints(0, LONGEST)) + "...";
        return start.replaceAll("\\p{Cntrl}", " ");
    }
}
