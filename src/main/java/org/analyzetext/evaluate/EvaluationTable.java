package org.analyzetext.evaluate;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.analyzetext.document.LogText;

/** Prints an evaluation as scikit-learn's {@code classification_report} does. */
final class EvaluationTable {
    private static final int WIDEST_NAME = 40;
    private static final int MOST_MOVES = 20;

    private EvaluationTable() {}

    /** Prints a table for each task, and what could not be compared. */
    static void print(Evaluation evaluation, PrintStream out) {
        evaluation.tasks().forEach((name, task) -> print(name, task, out));
        named("results without a person's label", evaluation.unmatched(), out);
        named("labelled documents without an answer", evaluation.unanswered(), out);
        named("dead letters", evaluation.deadLetters(), out);
        named("second answers of a document (the first counts)", evaluation.duplicates(), out);
        evaluation.warnings().forEach(warning -> out.println("Warning: " + warning + "."));
    }

    private static void print(String name, TaskEvaluation task, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "task %s: %,d documents compared%s%n%n",
                LogText.of(name),
                task.documents(),
                task.models().isEmpty() ? "" : ", model " + LogText.of(String.join(", ", task.models())));
        if (task.documents() > 0) {
            scores(task, out);
        }
        if (task.changes() != null) {
            changes(task, task.changes(), out);
        }
    }

    private static void scores(TaskEvaluation task, PrintStream out) {
        int width = Math.max(
                12,
                task.classes().keySet().stream()
                        .mapToInt(each -> shown(each).length())
                        .max()
                        .orElse(0));
        String row = "%" + width + "s  %9.2f %9.2f %9.2f %9d%n";
        out.printf(
                Locale.ROOT, "%" + width + "s  %9s %9s %9s %9s%n%n", "", "precision", "recall", "f1-score", "support");
        task.classes().forEach((each, counts) -> {
            Score score = counts.score();
            out.printf(Locale.ROOT, row, shown(each), score.precision(), score.recall(), score.f1(), counts.support());
        });
        out.println();
        long support =
                task.classes().values().stream().mapToLong(ClassCounts::support).sum();
        average("micro avg", task.micro(), support, row, out);
        average("macro avg", task.macro(), support, row, out);
        average("weighted avg", task.weighted(), support, row, out);
        out.printf(
                Locale.ROOT,
                "%" + width + "s  %9s %9s %9.2f %9d%n%n",
                task.isMulti() ? "exact match" : "accuracy",
                "",
                "",
                task.exactMatch(),
                task.documents());
    }

    private static void average(String name, Score score, long support, String row, PrintStream out) {
        out.printf(Locale.ROOT, row, name, score.precision(), score.recall(), score.f1(), support);
    }

    private static void changes(TaskEvaluation task, Changes changes, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%,d of %,d documents have other labels than before",
                changes.changed(),
                changes.compared());
        if (task.documents() > 0) {
            out.printf(Locale.ROOT, "; %,d are right now, %,d no longer", changes.better(), changes.worse());
        }
        out.println();
        changes.moves().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_MOVES)
                .forEach(move -> out.printf(Locale.ROOT, "  %,6d  %s%n", move.getValue(), LogText.of(move.getKey())));
        out.println();
    }

    private static void named(String what, Evaluation.Named named, PrintStream out) {
        if (named.all() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d %s, the first: %s%n",
                    named.all(),
                    what,
                    LogText.of(String.join(", ", named.first().stream().limit(3).toList())));
        }
    }

    private static String shown(String name) {
        String text = LogText.of(name);
        return text.length() <= WIDEST_NAME ? text : text.substring(0, WIDEST_NAME - 1) + "…";
    }
}
