package org.analyzetext.localservice;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import opennlp.tools.doccat.DocumentSample;

/** Gives the best class of all. */
final class SingleLabelModel implements Model {
    private final NaiveBayes bayes;

    private SingleLabelModel(NaiveBayes bayes) {
        this.bayes = bayes;
    }

    static Model train(List<String> categories, List<Example> examples) {
        List<DocumentSample> samples = examples.stream()
                .filter(example -> !example.categories().isEmpty())
                .map(example -> example.as(example.categories().iterator().next()))
                .toList();
        Set<String> seen = samples.stream().map(DocumentSample::getCategory).collect(Collectors.toSet());
        if (seen.size() < 2) {
            String only = seen.isEmpty() ? categories.get(0) : seen.iterator().next();
            Labels constant = new Labels(List.of(new Labels.Scored(only, 100)));
            return text -> constant;
        }
        return new SingleLabelModel(NaiveBayes.train(samples));
    }

    @Override
    public Labels classify(String text) {
        double[] scores = bayes.scores(TextFeatures.of(text));
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return new Labels(List.of(new Labels.Scored(bayes.category(best), (int) Math.round(100 * scores[best]))));
    }
}
