package org.analyzetext.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Unicode says of strings: whether they are valid, and how many text elements they have. */
final class Unicode {
    private static final Pattern TEXT_ELEMENT = Pattern.compile("\\X");
    /** Below it no character combines with another, but for the line end of two characters. */
    private static final char FIRST_COMBINING = '\u0300';

    private Unicode() {}

    /** Whether every surrogate has its other half, so that the string can be written in any UTF. */
    static boolean isValid(@Nullable String string) {
        if (string == null) {
            return true;
        }
        for (int i = 0; i < string.length(); i++) {
            char each = string.charAt(i);
            if (Character.isSurrogate(each)) {
                if (Character.isLowSurrogate(each)
                        || ++i == string.length()
                        || !Character.isLowSurrogate(string.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether every key and string in the tree is valid. */
    static boolean isValid(JsonNode node) {
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

    /** The text elements (grapheme clusters) of the text; counting stops above the limit. */
    static int textElements(String text, int limit) {
        if (isSimple(text)) {
            return Math.min(text.length(), limit + 1);
        }
        Matcher elements = TEXT_ELEMENT.matcher(text);
        int count = 0;
        while (count <= limit && elements.find()) {
            count++;
        }
        return count;
    }

    /** Whether each character is a text element, as in most texts of western languages: counting is then cheap. */
    private static boolean isSimple(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING || text.charAt(i) == '\r') {
                return false;
            }
        }
        return true;
    }
}
