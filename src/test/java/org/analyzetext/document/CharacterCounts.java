package org.analyzetext.document;

import java.util.Random;

/** Counts the characters of many texts of the kind that Java versions disagree about, the same texts each time. */
public final class CharacterCounts {
    /** Indic consonants, viramas and vowels, joiners, Thai and Lao AM, Hangul, emoji, flags, a prefix, line ends. */
    private static final int[] ALPHABET = {
        0x915, 0x94D, 0x937, 0x93F, 0x995, 0x9CD, 0x9B7, 0xCA8, 0xCCD, 0x200D, 0x200C, 0xE19, 0xE49, 0xE33, 0xEB3,
        0x1100, 0x1161, 0x11A8, 0x1F469, 0x1F3FD, 0x1F1E6, 0x600, 0x301, 'a', ' ', '\r', '\n'
    };

    private CharacterCounts() {}

    public static void main(String[] args) {
        System.out.println(text());
    }

    /** A number that is another when a count is another. */
    public static String text() {
        Random random = new Random(1);
        int sum = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 10; j++) {
                text.appendCodePoint(ALPHABET[random.nextInt(ALPHABET.length)]);
            }
            sum = 31 * sum + Unicode.characters(text.toString());
            sum = 31 * sum + Unicode.characterEnds(text.toString(), 0, 20).length;
        }
        return Integer.toString(sum);
    }
}
