package org.analyzetext.evaluate;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.analyzetext.document.FormulaCell;

/** What a person should check first, as a table for a spreadsheet. */
final class ReviewFile {
    private ReviewFile() {}

    /** Writes a row for each document that should be checked, first things first, and returns how many. */
    static long write(Evaluation evaluation, Path file) throws IOException {
        long rows = 0;
        try (CsvWriter csv = CsvWriter.builder().build(file, StandardCharsets.UTF_8)) {
            csv.writeRecord("task", "document", "id", "person", "model", "confidence", "agree");
            for (Map.Entry<String, TaskEvaluation> task : evaluation.tasks().entrySet()) {
                for (TaskEvaluation.Review each : task.getValue().reviews()) {
                    csv.writeRecord(
                            FormulaCell.defused(task.getKey()),
                            FormulaCell.defused(each.key()),
                            FormulaCell.defused(each.id() == null ? "" : each.id()),
                            FormulaCell.defused(joined(each.wanted())),
                            FormulaCell.defused(joined(each.given())),
                            String.format(Locale.ROOT, "%.2f", each.confidence()),
                            each.isRight() ? "yes" : "no");
                    rows++;
                }
            }
        }
        return rows;
    }

    private static String joined(Set<String> classes) {
        return String.join(";", classes);
    }
}
