package org.analyzetext.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.analyzetext.results.Answer;
import org.analyzetext.results.Answer.TaskLabels;
import org.jspecify.annotations.Nullable;

/** The labels of one task beside those of people. */
final class TaskEvaluation {
    /** What a person can be asked to look at. */
    static final int MOST_REVIEWS = 10_000;

    /** Pairs of classes that are counted one by one; the others are counted together. */
    private static final int MOST_PAIRS = 100_000;

    private final double threshold;
    private final SortedMap<String, ClassCounts> classes = new TreeMap<>();
    private final Map<String, Map<String, Long>> confusion = new TreeMap<>();
    private final Confidences confidences = new Confidences();
    private final PriorityQueue<Review> reviews = new PriorityQueue<>(Review.FIRST.reversed());
    private final Set<String> models = new TreeSet<>();
    private @Nullable Changes changes;
    private boolean multi;
    private long documents;
    private long exact;
    private int pairs;

    TaskEvaluation(double threshold) {
        this.threshold = threshold;
    }

    /**
     * A document that a person should check.
     *
     * @param key where it is
     * @param id its id, or null
     * @param given the labels of the task
     * @param wanted the person's
     * @param confidence the lowest confidence of the labels
     */
    record Review(String key, @Nullable String id, Set<String> given, Set<String> wanted, double confidence) {
        /** Wrong answers first, the surest of them before: there the person may be wrong. Then the least sure ones. */
        static final Comparator<Review> FIRST = Comparator.comparing(Review::isRight)
                .thenComparingDouble(review -> review.isRight() ? review.confidence() : -review.confidence())
                .thenComparing(Review::key);

        boolean isRight() {
            return given.equals(wanted);
        }
    }

    void add(Answer answer, TaskLabels labels, Set<String> wanted) {
        Set<String> given = labels.classes(threshold);
        multi |= labels.multi() == null ? wanted.size() > 1 : labels.multi();
        if (!labels.model().isEmpty()) {
            models.add(labels.model());
        }
        documents++;
        boolean right = given.equals(wanted);
        exact += right ? 1 : 0;
        for (String each : union(given, wanted)) {
            classes.computeIfAbsent(each, any -> new ClassCounts()).add(given.contains(each), wanted.contains(each));
        }
        confuse(one(wanted), one(given));
        double confidence = labels.confidence(threshold);
        confidences.add(confidence, right);
        reviews.add(new Review(answer.key(), answer.id(), given, wanted, confidence));
        if (reviews.size() > MOST_REVIEWS) {
            reviews.remove();
        }
        if (changes != null) {
            changes.score(answer, given, wanted);
        }
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        if (some.equals(others)) {
            return some;
        }
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    private static String one(Set<String> classes) {
        return classes.isEmpty() ? "" : String.join(" + ", classes);
    }

    private void confuse(String wanted, String given) {
        if (multi) {
            return;
        }
        Map<String, Long> row = confusion.computeIfAbsent(wanted, any -> new HashMap<>());
        if (row.containsKey(given) || pairs++ < MOST_PAIRS) {
            row.merge(given, 1L, Long::sum);
        }
    }

    /** Compares with the answers of another run too. */
    void compareWith(Changes others) {
        changes = others;
    }

    @Nullable
    Changes changes() {
        return changes;
    }

    /** Whether a document can have several labels. */
    boolean isMulti() {
        return multi;
    }

    /** The models that answered, as project/deployment. */
    Set<String> models() {
        return models;
    }

    long documents() {
        return documents;
    }

    /** Documents whose labels are exactly the person's. */
    long right() {
        return exact;
    }

    /** The share of documents whose labels are exactly the person's; of single labels, the accuracy. */
    double exactMatch() {
        return documents == 0 ? 0 : (double) exact / documents;
    }

    SortedMap<String, ClassCounts> classes() {
        return classes;
    }

    /** How often the row's class was answered by the column's; empty for multi-label tasks. "" is no class. */
    Map<String, Map<String, Long>> confusion() {
        return multi ? Map.of() : confusion;
    }

    Confidences confidences() {
        return confidences;
    }

    /** What a person should check, first things first, at most {@link #MOST_REVIEWS}. */
    List<Review> reviews() {
        List<Review> first = new ArrayList<>(reviews);
        first.sort(Review.FIRST);
        return first;
    }

    /** All labels counted together. */
    Score micro() {
        long right = 0;
        long wrong = 0;
        long missed = 0;
        for (ClassCounts counts : classes.values()) {
            right += counts.right();
            wrong += counts.wrong();
            missed += counts.missed();
        }
        return Score.of(right, wrong, missed);
    }

    /** The mean of the classes. */
    Score macro() {
        return mean(counts -> 1);
    }

    /** The mean of the classes, each with its number of documents. */
    Score weighted() {
        return mean(ClassCounts::support);
    }

    private Score mean(ToDoubleFunction<ClassCounts> weight) {
        double sum = 0;
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        for (ClassCounts counts : classes.values()) {
            double own = weight.applyAsDouble(counts);
            Score score = counts.score();
            sum += own;
            precision += own * score.precision();
            recall += own * score.recall();
            f1 += own * score.f1();
        }
        return sum == 0 ? new Score(0, 0, 0) : new Score(precision / sum, recall / sum, f1 / sum);
    }
}
