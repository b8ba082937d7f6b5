package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.analyzetext.document.Json;

/** Key phrases: words that follow each other with a space between them, none of which is a common one or a number. */
final class KeyPhraseRules {
    private static final Set<String> COMMON = new HashSet<>(Terms.split("""
            a about above after again all also am an and any are as at be because been before being below between both
            but by can could did do does doing down during each few for from further get got had has have having he her
            here hers him his how i if in into is it its just like made make me more most my no nor not now of off on
            once only or other our out over own please same she should since so some such than that the their them then
            there these they this those through to too under until up very was we were what when where which while who
            whom why will with would yes yet you your
            """));
    private static final int LONGEST = 4;

    private KeyPhraseRules() {}

    static ObjectNode phrases(String text) {
        Set<String> phrases = new LinkedHashSet<>();
        for (Span sentence : Span.sentences(text)) {
            List<Span> words = Span.words(text, sentence);
            int first = 0;
            while (first < words.size()) {
                int next = first;
                while (next < words.size() && next - first < LONGEST && continues(text, words, first, next)) {
                    next++;
                }
                if (next > first) {
                    phrases.add(new Span(
                                    words.get(first).from(), words.get(next - 1).to())
                            .of(text));
                }
                first = Math.max(next, first + 1);
            }
        }
        ObjectNode fields = Json.MAPPER.createObjectNode();
        ArrayNode array = fields.putArray("keyPhrases");
        phrases.forEach(array::add);
        return fields;
    }

    private static boolean continues(String text, List<Span> words, int first, int next) {
        boolean adjacent = next == first
                || new Span(words.get(next - 1).to(), words.get(next).from())
                        .of(text)
                        .equals(" ");
        return adjacent && !isCommon(words.get(next).of(text));
    }

    /** Whether a word says nothing by itself. */
    static boolean isCommon(String word) {
        return word.length() < 2
                || COMMON.contains(word.toLowerCase(Locale.ROOT))
                || word.chars().noneMatch(Character::isLetter);
    }
}
