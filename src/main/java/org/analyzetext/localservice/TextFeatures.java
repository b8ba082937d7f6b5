package org.analyzetext.localservice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a text as features of a model: runs of letters and digits, in small letters. */
final class TextFeatures {
    private TextFeatures() {}

    static String[] of(String text) {
        List<String> words = new ArrayList<>(text.length() / 5);
        int start = -1;
        String small = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < small.length(); i++) {
            boolean inWord = Character.isLetterOrDigit(small.charAt(i));
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord && start >= 0) {
                words.add(small.substring(start, i));
                start = -1;
            }
        }
        if (start >= 0) {
            words.add(small.substring(start));
        }
        return words.toArray(String[]::new);
    }
}
