package org.analyzetext.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Unicode says of strings: whether they are valid, and how many text elements they have. */
public final class Unicode {
    private static final Pattern TEXT_ELEMENT = Pattern.compile("\\X");
    /** Below it every unit is a text element, but for the line end of two. */
    private static final char FIRST_COMBINING = '\u0300';

    /** In JSON: a pair of escaped surrogates, or half of one (the group), or any other escape. */
    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\(?:u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}" + "|u([dD][89a-fA-F]\\p{XDigit}{2})|.)",
            Pattern.DOTALL);

    private static final int JOINER = 0x200D;
    /** Thai's and Lao's AM: letters that belong to what is before them in every Unicode. */
    private static final Set<Integer> VOWELS = Set.of(0x0E33, 0x0EB3);

    private Unicode() {}

    /** Whether every surrogate has its other half, so that the string can be written in any UTF. */
    @SuppressWarnings("LoopOverCharArray") // With C1 alone charAt takes several times as long.
    static boolean isValid(@Nullable String string) {
        if (string == null) {
            return true;
        }
        boolean expectsLow = false;
        for (char each : string.toCharArray()) {
            if (Character.isLowSurrogate(each) != expectsLow) {
                return false;
            }
            expectsLow = Character.isHighSurrogate(each);
        }
        return !expectsLow;
    }

    /**
     * The JSON with halves of surrogate pairs as characters instead of escapes. Jackson 2.22.4 and later refuse such an
     * escape in a key; the character they read.
     */
    public static String unescapedHalves(String json) {
        return ESCAPE.matcher(json)
                .replaceAll(escape -> escape.group(1) == null
                        ? Matcher.quoteReplacement(escape.group())
                        : String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
    }

    /** Whether every key and string in the tree is valid. */
    public static boolean isValid(JsonNode node) {
        if (node.isTextual()) {
            return isValid(node.textValue());
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (!isValid(property.getKey())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!isValid(child)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The text elements (grapheme clusters) of the text; counting stops above the limit. Newer Unicode joins consonants of
     * Indic scripts to one element where older Unicode sees two. Which of them the service follows is not known, so they
     * are two here, whatever this Java says, which is never too few for either. Other marks count as this Java counts them.
     */
    static int textElements(String text, int limit) {
        Matcher elements = TEXT_ELEMENT.matcher(text);
        int count = 0;
        while (count <= limit && elements.find()) {
            count++;
            int end = elements.start();
            while ((end = oldEnd(text, end, elements.end())) < elements.end()) {
                count++;
            }
        }
        return count;
    }

    /** Where the part of an element ends that is one in older Unicode too. */
    private static int oldEnd(String text, int from, int end) {
        int before = text.codePointAt(from);
        for (int i = from + Character.charCount(before); i < end; i += Character.charCount(before)) {
            int each = text.codePointAt(i);
            if (Character.getType(each) == Character.OTHER_LETTER && joins(before) && !VOWELS.contains(each)) {
                return i;
            }
            before = each;
        }
        return end;
    }

    private static boolean joins(int codePoint) {
        return codePoint == JOINER
                || switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK,
                            Character.COMBINING_SPACING_MARK,
                            Character.ENCLOSING_MARK,
                            Character.MODIFIER_SYMBOL -> true;
                    default -> false;
                };
    }

    /** The characters of a text as the service counts and bills them: its text elements. */
    @SuppressWarnings("LoopOverCharArray") // With C1 alone charAt takes several times as long.
    public static int characters(String text) {
        for (char unit : text.toCharArray()) {
            if (unit >= FIRST_COMBINING || unit == '\r') {
                return textElements(text, Integer.MAX_VALUE - 1);
            }
        }
        return text.length();
    }

    /** Whether a text has more text elements than this. */
    static boolean isLonger(String text, int characters) {
        return text.length() > characters && textElements(text, characters) > characters;
    }

    /** Where the next text elements end, so many or as many as there are; {@code from} is where one begins. */
    static int[] characterEnds(String text, int from, int most) {
        int[] ends = new int[most];
        Matcher elements = TEXT_ELEMENT.matcher(text).region(from, text.length());
        int count = 0;
        while (count < most && elements.find()) {
            int end = elements.start();
            while (count < most && end < elements.end()) {
                end = oldEnd(text, end, elements.end());
                ends[count++] = end;
            }
        }
        return Arrays.copyOf(ends, count);
    }

    /** Whether a code point is white space, of whatever kind. */
    static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == 0x85;
    }

    /** Whether a text has nothing but white space. */
    static boolean isBlank(String text) {
        return text.codePoints().allMatch(Unicode::isSpace);
    }
}
