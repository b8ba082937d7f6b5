package org.analyzetext.document;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text that is too long into parts: behind a paragraph where there is one near the middle of what is allowed,
 * else behind a sentence, else behind a word, else between two characters, and never inside one. Parts are at least a
 * quarter of the longest allowed, and as even as the better places allow. Used by one thread.
 */
final class TextSplitter {
    private static final String LINE_END = "(?>\\r\\n|[\\n\\r\\x{85}\\x{2028}\\x{2029}])";
    /** An empty line, with the white space that follows. */
    private static final Pattern PARAGRAPH_END =
            Pattern.compile("\\x{2029}|" + LINE_END + "\\h*+" + LINE_END + "\\s*+");
    /** What a break iterator sees behind the last place that is asked for, so that this is not the end of its text. */
    private static final int OUTLOOK = 100;

    private final String text;
    private final int maxCharacters;
    private final Locale locale;

    /** Cuts {@code text}, in the language of {@code locale}, into parts of at most so many text elements. */
    TextSplitter(String text, int maxCharacters, Locale locale) {
        this.text = text;
        this.maxCharacters = maxCharacters;
        this.locale = locale;
    }

    /** The parts in order; together they are the whole text. */
    List<TextRange> parts() {
        List<TextRange> parts = new ArrayList<>();
        int from = 0;
        int left = Unicode.characters(text);
        while (left > maxCharacters) {
            int partsLeft = (left + maxCharacters - 1) / maxCharacters;
            int even = (left + partsLeft - 1) / partsLeft;
            Cut cut = new Cut(from, even, Math.min(maxCharacters, even + even / 2));
            int characters = cut.characters();
            parts.add(new TextRange(from, cut.end(characters), characters));
            from = cut.end(characters);
            left -= characters;
        }
        parts.add(new TextRange(from, text.length(), left));
        return parts;
    }

    /** The search for the end of one part. */
    private final class Cut {
        private final int from;
        /** How many characters the part would have if all were the same. */
        private final int even;
        /** Where each character ends that the part may have. */
        private final int[] ends;

        private int best;

        Cut(int from, int even, int most) {
            this.from = from;
            this.even = even;
            this.ends = Unicode.characterEnds(text, from, most);
        }

        int end(int characters) {
            return ends[characters - 1];
        }

        /** How many characters the part gets. */
        int characters() {
            paragraphs(this::consider);
            if (best == 0) {
                breaks(BreakIterator.getSentenceInstance(locale), this::consider);
            }
            if (best == 0) {
                // Where a line may be broken: behind the space after a word, and by their rules where none are written.
                breaks(BreakIterator.getLineInstance(locale), this::consider);
            }
            return best == 0 ? even : best;
        }

        private int least() {
            return Math.max(1, even / 2);
        }

        private void consider(int place) {
            int characters = Arrays.binarySearch(ends, place) + 1;
            if (characters >= least() && (best == 0 || Math.abs(characters - even) < Math.abs(best - even))) {
                best = characters;
            }
        }

        private void paragraphs(IntConsumer places) {
            Matcher matcher = PARAGRAPH_END.matcher(text).region(from, ends[ends.length - 1]);
            while (matcher.find()) {
                places.accept(matcher.end());
            }
        }

        private void breaks(BreakIterator iterator, IntConsumer places) {
            int last = ends[ends.length - 1];
            iterator.setText(text.substring(from, Math.min(text.length(), last + OUTLOOK)));
            int place = iterator.following(end(least()) - from - 1);
            while (place != BreakIterator.DONE && from + place <= last) {
                places.accept(from + place);
                place = iterator.next();
            }
        }
    }
}
