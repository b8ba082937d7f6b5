package org.analyzetext.localservice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.analyzetext.document.Json;

/**
 * Sentiment: a sentence is positive when it has more words of one lexicon than of the other, a word after {@code not}
 * and the like counts for the other one; a document is mixed when it has positive and negative sentences.
 */
final class SentimentRules {
    private static final Set<String> GOOD = new HashSet<>(Terms.split("""
            amazing attractive beautiful best better brilliant calm charming clean clear comfortable delicious delighted
            easy efficient enjoy enjoyed excellent fantastic fast fine fresh friendly fun glad good great happy helpful
            impressed kind liked love loved lovely nice outstanding perfect pleasant pleased polite quick recommend
            reliable satisfied smooth superb thanks thank useful warm welcome well wonderful
            """));
    private static final Set<String> BAD = new HashSet<>(Terms.split("""
            angry annoying awful bad boring broken cold complain complaint confusing crash crashed damaged delayed dirty
            disappointed disappointing dreadful error expensive fail failed fault hate hated horrible hurt impolite late
            lost mess noisy pain poor problem problems rude sad scam slow smelly sorry stale terrible ugly unfriendly
            unhappy unhelpful unreliable upset useless waste worse worst wrong
            """));
    private static final Set<String> NOT = Set.of("not", "no", "never", "isn't", "wasn't", "don't", "didn't", "can't");
    private static final int REACH = 3;
    private static final int SURE = 94;
    private static final int REST = 2;

    private SentimentRules() {}

    /** A word of a lexicon; good as the sentence means it. */
    private record Opinion(Span span, boolean good, boolean negated, int word) {}

    static ObjectNode sentiment(Positions text, boolean opinionMining) {
        ArrayNode sentences = Json.MAPPER.createArrayNode();
        Set<String> found = new HashSet<>();
        int[] sums = new int[3];
        for (Span sentence : Span.sentences(text.text())) {
            List<Span> words = Span.words(text.text(), sentence);
            List<Opinion> opinions = opinions(text.text(), words);
            long good = opinions.stream().filter(Opinion::good).count();
            int[] scores = scores(good, opinions.size());
            String word = good * 2 > opinions.size() ? "positive" : good * 2 < opinions.size() ? "negative" : "neutral";
            found.add(word);
            ObjectNode node = sentences.addObject().put("sentiment", word);
            node.set("confidenceScores", scores(scores));
            text.at(node, sentence).put("text", sentence.of(text.text()));
            if (opinionMining) {
                mine(text, node, sentences.size() - 1, words, opinions);
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i] += scores[i];
            }
        }
        ObjectNode fields = Json.MAPPER.createObjectNode();
        fields.put(
                "sentiment",
                found.contains("positive") && found.contains("negative")
                        ? "mixed"
                        : found.contains("positive")
                                ? "positive"
                                : found.contains("negative") ? "negative" : "neutral");
        int count = Math.max(1, sentences.size());
        int positive = sums[0] / count;
        int negative = sums[2] / count;
        fields.set("confidenceScores", scores(new int[] {positive, 100 - positive - negative, negative}));
        fields.set("sentences", sentences);
        return fields;
    }

    private static List<Opinion> opinions(String text, List<Span> words) {
        List<Opinion> opinions = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = lower(text, words.get(i));
            if (GOOD.contains(word) || BAD.contains(word)) {
                boolean negated = false;
                for (int before = Math.max(0, i - REACH); before < i; before++) {
                    negated |= NOT.contains(lower(text, words.get(before)));
                }
                opinions.add(new Opinion(words.get(i), GOOD.contains(word) != negated, negated, i));
            }
        }
        return opinions;
    }

    private static String lower(String text, Span word) {
        return word.of(text).toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    /** Positive, neutral and negative, in hundredths. */
    private static int[] scores(long good, int all) {
        if (all == 0) {
            return new int[] {5, 90, 5};
        }
        int positive = REST + (int) (SURE * good / all);
        return new int[] {positive, REST, 100 - REST - positive};
    }

    private static ObjectNode scores(int[] hundredths) {
        return Json.MAPPER
                .createObjectNode()
                .put("positive", BigDecimal.valueOf(hundredths[0], 2))
                .put("neutral", BigDecimal.valueOf(hundredths[1], 2))
                .put("negative", BigDecimal.valueOf(hundredths[2], 2));
    }

    /** Each word of a lexicon is an assessment; its target is the nearest word before it that is not a common one. */
    private static void mine(Positions text, ObjectNode node, int sentence, List<Span> words, List<Opinion> opinions) {
        Map<Span, ObjectNode> targets = new LinkedHashMap<>();
        ArrayNode assessments = Json.MAPPER.createArrayNode();
        for (Opinion opinion : opinions) {
            String ref = "#/" + Fields.HERE + "sentences/" + sentence + "/assessments/" + assessments.size();
            assessments.add(judged(text, opinion.span(), opinion.good()).put("isNegated", opinion.negated()));
            for (int before = opinion.word() - 1; before >= 0; before--) {
                String word = lower(text.text(), words.get(before));
                if (!KeyPhraseRules.isCommon(word)
                        && !NOT.contains(word)
                        && !GOOD.contains(word)
                        && !BAD.contains(word)) {
                    ObjectNode target =
                            targets.computeIfAbsent(words.get(before), span -> judged(text, span, opinion.good()));
                    if (!target.path("sentiment").asText().equals(opinion.good() ? "positive" : "negative")) {
                        target.put("sentiment", "mixed");
                    }
                    target.withArray("relations")
                            .addObject()
                            .put("relationType", "assessment")
                            .put("ref", ref);
                    break;
                }
            }
        }
        node.putArray("targets").addAll(targets.values());
        node.set("assessments", assessments);
    }

    private static ObjectNode judged(Positions text, Span span, boolean good) {
        ObjectNode node = text.of(span).put("sentiment", good ? "positive" : "negative");
        node.putObject("confidenceScores")
                .put("positive", BigDecimal.valueOf(good ? 99 : 1, 2))
                .put("negative", BigDecimal.valueOf(good ? 1 : 99, 2));
        return node;
    }
}
