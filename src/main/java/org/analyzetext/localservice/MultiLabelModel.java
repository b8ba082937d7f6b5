package org.analyzetext.localservice;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import opennlp.tools.doccat.DocumentSample;
import org.jspecify.annotations.Nullable;

/** Asks one yes-or-no model for each class, and gives every class above the threshold. */
final class MultiLabelModel implements Model {
    /** Below one half, because a missed class costs as much as a wrong one and classes overlap. */
    private static final int THRESHOLD = 40;

    private static final String YES = "yes";
    private static final String NO = "no";

    private final List<Detector> detectors;

    private MultiLabelModel(List<Detector> detectors) {
        this.detectors = detectors;
    }

    /** Knows one class; without a model where the training documents all had the class, or none had. */
    private record Detector(String category, @Nullable NaiveBayes bayes, boolean always) {
        Labels.Scored score(String[] words) {
            if (bayes == null) {
                return new Labels.Scored(category, always ? 100 : 0);
            }
            return new Labels.Scored(category, (int) Math.round(100 * bayes.scores(words)[bayes.index(YES)]));
        }
    }

    static Model train(List<String> categories, List<Example> examples) {
        return new MultiLabelModel(categories.stream()
                .map(category -> detector(category, examples))
                .toList());
    }

    private static Detector detector(String category, List<Example> examples) {
        List<DocumentSample> samples = new ArrayList<>();
        int with = 0;
        for (Example example : examples) {
            boolean has = example.categories().contains(category);
            with += has ? 1 : 0;
            samples.add(example.as(has ? YES : NO));
        }
        return with == 0 || with == samples.size()
                ? new Detector(category, null, with > 0)
                : new Detector(category, NaiveBayes.train(samples), false);
    }

    @Override
    public Labels classify(String text) {
        String[] words = TextFeatures.of(text);
        return new Labels(detectors.stream()
                .map(detector -> detector.score(words))
                .filter(scored -> scored.hundredths() >= THRESHOLD)
                .sorted(Comparator.comparingInt(Labels.Scored::hundredths).reversed())
                .toList());
    }
}
