package org.analyzetext.localservice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import opennlp.tools.doccat.BagOfWordsFeatureGenerator;
import opennlp.tools.doccat.DoccatFactory;
import opennlp.tools.doccat.DocumentCategorizerME;
import opennlp.tools.doccat.DocumentSample;
import opennlp.tools.doccat.FeatureGenerator;
import opennlp.tools.util.CollectionObjectStream;
import opennlp.tools.util.TrainingParameters;

/** OpenNLP's naive Bayes categorizer over words. Thread-safe after training. */
final class NaiveBayes {
    /** With fewer documents than this, words that occur once count too. */
    private static final int FEW_DOCUMENTS = 80;
    /** So many words count as one piece of evidence, so that long texts do not all score 1.00. */
    private static final double WORDS_PER_EVIDENCE = 10;

    private final DocumentCategorizerME categorizer;

    private NaiveBayes(DocumentCategorizerME categorizer) {
        this.categorizer = categorizer;
    }

    /** Trains on samples of at least two categories. */
    static NaiveBayes train(List<DocumentSample> samples) {
        TrainingParameters parameters = new TrainingParameters();
        parameters.put("Algorithm", "NAIVEBAYES");
        parameters.put("Cutoff", samples.size() < FEW_DOCUMENTS ? 1 : 2);
        parameters.put("PrintMessages", false);
        DoccatFactory features = new DoccatFactory(new FeatureGenerator[] {new BagOfWordsFeatureGenerator()});
        try {
            return new NaiveBayes(new DocumentCategorizerME(
                    DocumentCategorizerME.train("und", new CollectionObjectStream<>(samples), parameters, features)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The share of each category, softened by the length of the text; the order of categories stays. */
    double[] scores(String[] words) {
        double[] shares = categorizer.categorize(words);
        double softness = Math.max(1, words.length / WORDS_PER_EVIDENCE);
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.pow(shares[i], 1 / softness);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    String category(int index) {
        return categorizer.getCategory(index);
    }

    int index(String category) {
        return categorizer.getIndex(category);
    }
}
