package org.analyzetext.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.analyzetext.results.Answer;
import org.analyzetext.results.Answer.Label;
import org.analyzetext.results.Answer.TaskLabels;

/** What one task said of the documents. */
final class TaskReport {
    /** More classes than any project can have; names of a broken file are counted together. */
    private static final int MOST_CLASSES = 20_000;

    private static final int MOST_REVIEWS = 50;
    private static final int HUNDREDTHS = 100;
    private static final String OTHERS = "(others)";

    private final Map<String, ClassReport> classes = new HashMap<>();
    private final long[] confidences = new long[HUNDREDTHS + 1];
    private final PriorityQueue<Review> leastSure = new PriorityQueue<>(Review.LEAST_SURE.reversed());
    private final Set<String> models = new TreeSet<>();
    private long documents;
    private long unlabelled;

    /** How often a class was given, and how surely. */
    static final class ClassReport {
        private long count;
        private double sum;

        long count() {
            return count;
        }

        double meanConfidence() {
            return count == 0 ? 0 : sum / count;
        }
    }

    /** A document that a person should look at, with the lowest confidence of its labels. */
    record Review(String document, String id, Set<String> labels, double confidence) {
        static final Comparator<Review> LEAST_SURE =
                Comparator.comparingDouble(Review::confidence).thenComparing(Review::document);
    }

    void add(Answer answer, TaskLabels labels) {
        documents++;
        if (!labels.model().isEmpty() && models.size() < MOST_REVIEWS) {
            models.add(labels.model());
        }
        for (Label label : labels.labels()) {
            ClassReport each = classes.computeIfAbsent(
                    classes.size() < MOST_CLASSES || classes.containsKey(label.category()) ? label.category() : OTHERS,
                    any -> new ClassReport());
            each.count++;
            each.sum += label.confidence();
        }
        if (labels.labels().isEmpty()) {
            unlabelled++;
            return;
        }
        double confidence = labels.confidence(0);
        confidences[(int) Math.max(0, Math.min(HUNDREDTHS, Math.floor(confidence * HUNDREDTHS + 1e-9)))]++;
        leastSure.add(new Review(answer.key(), answer.id() == null ? "" : answer.id(), labels.classes(0), confidence));
        if (leastSure.size() > MOST_REVIEWS) {
            leastSure.remove();
        }
    }

    long documents() {
        return documents;
    }

    /** Documents to which the model gave no class. */
    long unlabelled() {
        return unlabelled;
    }

    /** Project and deployment of those who answered. */
    Set<String> models() {
        return models;
    }

    int classCount() {
        return classes.size();
    }

    /** The classes, the most frequent first. */
    List<Map.Entry<String, ClassReport>> classes(int most) {
        return classes.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, ClassReport>>comparingLong(
                                each -> -each.getValue().count())
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .toList();
    }

    /** Documents whose lowest confidence is from this hundredth on, in a step of five. */
    long confidence(int from) {
        long count = from == HUNDREDTHS - 5 ? confidences[HUNDREDTHS] : 0;
        for (int step = from; step < from + 5; step++) {
            count += confidences[step];
        }
        return count;
    }

    /** The documents of which the model is least sure. */
    List<Review> leastSure() {
        List<Review> reviews = new ArrayList<>(leastSure);
        reviews.sort(Review.LEAST_SURE);
        return reviews;
    }
}
