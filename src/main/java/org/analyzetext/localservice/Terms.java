package org.analyzetext.localservice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds terms and patterns in texts. Of two that overlap the first counts, of two that begin at one place the longer. */
final class Terms {
    private final List<Rule> rules = new ArrayList<>();

    /**
     * What was found.
     *
     * @param span where
     * @param category of what category
     * @param subcategory a finer one, or empty
     * @param hundredths the confidence, 0 to 100
     */
    record Found(Span span, String category, String subcategory, int hundredths) {}

    private record Rule(Pattern pattern, String category, String subcategory, int hundredths) {}

    /** Adds a pattern; what its group 1 matches is found. */
    Terms pattern(String category, String subcategory, int hundredths, String regex) {
        rules.add(new Rule(Pattern.compile(regex), category, subcategory, hundredths));
        return this;
    }

    /** Adds terms, in any case, as whole words. */
    Terms words(String category, String subcategory, int hundredths, List<String> terms) {
        String any = terms.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return terms.isEmpty()
                ? this
                : pattern(category, subcategory, hundredths, "(?iu)(?<![\\p{L}\\p{N}])(" + any + ")(?![\\p{L}\\p{N}])");
    }

    /** The terms of a dictionary, by category. */
    static Terms of(Map<String, List<String>> dictionary) {
        Terms terms = new Terms();
        new TreeMap<>(dictionary).forEach((category, words) -> terms.words(category, "", 100, words));
        return terms;
    }

    List<Found> in(String text) {
        List<Found> all = new ArrayList<>();
        for (Rule rule : rules) {
            rule.pattern()
                    .matcher(text)
                    .results()
                    .map(match -> new Found(
                            new Span(match.start(1), match.end(1)),
                            rule.category(),
                            rule.subcategory(),
                            rule.hundredths()))
                    .forEach(all::add);
        }
        all.sort(Comparator.comparingInt((Found found) -> found.span().from())
                .thenComparingInt(found -> -found.span().to()));
        List<Found> kept = new ArrayList<>();
        for (Found found : all) {
            if (kept.isEmpty() || !kept.get(kept.size() - 1).span().overlaps(found.span())) {
                kept.add(found);
            }
        }
        return kept;
    }

    /** Words with spaces between them, as a list of words in small letters. */
    static List<String> split(String words) {
        return List.of(words.strip().toLowerCase(Locale.ROOT).split("\\s+"));
    }
}
