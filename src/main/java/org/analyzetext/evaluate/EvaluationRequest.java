package org.analyzetext.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.results.AnswerSource;
import org.jspecify.annotations.Nullable;

/**
 * What is to be evaluated.
 *
 * @param results the results
 * @param truthFile a file with people's labels; null where they stand in the results, or where there are none
 * @param labels the column, field or JSON pointer of the labels; empty for that of a labels file
 * @param id the column, field or JSON pointer of the id in {@code truthFile}
 * @param datasets the documents of a labels file that count: {@code test}, {@code train}
 * @param task the task; empty for the only one, or for those of a labels file's project
 * @param against an earlier run's results, or null
 * @param threshold labels whose confidence is below do not count, 0 to 1
 */
public record EvaluationRequest(
        AnswerSource results,
        @Nullable Path truthFile,
        String labels,
        String id,
        Set<String> datasets,
        String task,
        @Nullable AnswerSource against,
        double threshold) {
    public EvaluationRequest {
        datasets = Set.copyOf(datasets);
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new AnalyzeTextException("--threshold is " + threshold + ", but must be from 0 to 1");
        }
    }

    boolean isAsked(String name) {
        return task.isEmpty() || task.equals(name);
    }

    boolean hasTruth() {
        return truthFile != null || !labels.isEmpty();
    }

    Truth truth() throws IOException {
        if (truthFile == null) {
            if (labels.isEmpty() && against == null) {
                throw new AnalyzeTextException(
                        "there is nothing to compare with: name people's labels with --truth FILE,"
                                + " or with --field where they stand in the results, or an earlier run with --against");
            }
            return labels.isEmpty() ? answer -> null : new FieldTruth(FieldTruth.pointer("--field", labels));
        }
        LabelsFileTruth project = labels.isEmpty() ? LabelsFileTruth.read(truthFile, datasets) : null;
        if (project != null) {
            return project;
        }
        if (labels.isEmpty()) {
            throw new AnalyzeTextException(truthFile
                    + " is no labels file of the service: say with --column (or --field)" + " where its labels stand");
        }
        return RecordTruth.read(truthFile, FieldTruth.pointer("--column", labels), FieldTruth.pointer("--id", id));
    }
}
