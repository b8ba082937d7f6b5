package org.analyzetext.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.analyzetext.page.Charts;
import org.analyzetext.page.Html;
import org.analyzetext.page.Page;
import org.analyzetext.page.Table;
import org.analyzetext.page.Table.Figure;

/**
 * An evaluation as one page that needs nothing else: no script, no request.
 *
 * <p>Long because it is the page from top to bottom, a method for each section.
 */
final class EvaluationPage {
    /** Beyond these a page can't be read; the JSON has them all. */
    private static final int MOST_CLASSES = 200;

    private static final int LARGEST_MATRIX = 25;
    private static final int MOST_ROWS = 50;
    private static final int MOST_NAMED = 20;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_HEADING = 28;
    private static final double DARKEST = 10;

    private final Html page = new Html();

    private EvaluationPage() {}

    /** The page as HTML. */
    static String of(Evaluation evaluation, String title) {
        EvaluationPage made = new EvaluationPage();
        made.write(evaluation);
        return Page.document(title, lead(evaluation), made.page);
    }

    private static Html lead(Evaluation evaluation) {
        Set<String> models = evaluation.tasks().values().stream()
                .flatMap(task -> task.models().stream())
                .collect(Collectors.toCollection(java.util.TreeSet::new));
        return models.isEmpty()
                ? Html.of("The model’s labels beside those of people")
                : Html.of("The labels of %s beside those of people", String.join(", ", models));
    }

    private void write(Evaluation evaluation) {
        evaluation.warnings().forEach(warning -> page.add("<p class=\"note\">%s.</p>%n", warning));
        evaluation
                .tasks()
                .forEach((name, task) -> task(name, task, evaluation.tasks().size() > 1));
        page.add("<section><h2>What was not compared</h2><ul>%n");
        notCompared("results without a person’s label", evaluation.unmatched());
        notCompared("labelled documents without an answer", evaluation.unanswered());
        notCompared("dead letters", evaluation.deadLetters());
        notCompared("second answers of a document, of which the first counts", evaluation.duplicates());
        page.add("</ul></section>%n");
    }

    private void notCompared(String what, Evaluation.Named named) {
        page.add("<li>%,d %s", named.all(), what);
        String separator = ": ";
        for (String each :
                named.first().subList(0, Math.min(MOST_NAMED, named.first().size()))) {
            page.add("%s<bdi>%s</bdi>", separator, Html.name(each, LONGEST_NAME));
            separator = ", ";
        }
        page.add("%s</li>%n", named.all() > MOST_NAMED ? ", …" : "");
    }

    private void task(String name, TaskEvaluation task, boolean several) {
        if (several) {
            page.add("<h2>Task %s</h2>%n", Html.name(name, LONGEST_NAME));
        }
        if (task.documents() > 0) {
            facts(task);
            classes(name, task);
            page.add("<div class=\"pair\">%n");
            matrix(name, task);
            confidence(task);
            page.add("</div>%n");
            effort(name, task);
            reviews(name, task);
        }
        if (task.changes() != null) {
            changes(name, task, task.changes());
        }
    }

    private void facts(TaskEvaluation task) {
        page.add("<ul class=\"facts\"><li><b>%,d</b>documents</li>", task.documents());
        page.add("<li><b>%.1f %%</b>%s</li>", 100 * task.exactMatch(), task.isMulti() ? "exact match" : "accuracy");
        page.add("<li><b>%.2f</b>micro F1</li>", task.micro().f1());
        page.add("<li><b>%.2f</b>macro F1</li>", task.macro().f1());
        page.add("<li><b>%,d</b>classes</li></ul>%n", task.classes().size());
    }

    private void classes(String name, TaskEvaluation task) {
        List<Map.Entry<String, ClassCounts>> most = most(task, MOST_CLASSES);
        page.add(
                "<section><h2>Classes of %s</h2><p>Precision: the share of the given labels that are right. Recall: the"
                        + " share of the people’s labels that were given. F1: their harmonic mean.</p>%n",
                name);
        if (task.isMulti()) {
            page.add("<p><span class=\"key good\"></span>right <span class=\"key bad\"></span>wrongly given"
                    + " <span class=\"key plain\"></span>missed</p>%n");
        }
        double largest = most.stream()
                .mapToDouble(each -> each.getValue().support() + each.getValue().wrong())
                .max()
                .orElse(1);
        Table table = new Table(
                "Figures of each class of " + name,
                "class",
                "",
                "#F1",
                "#precision",
                "#recall",
                "#documents",
                "#right",
                "#wrongly given",
                "#missed");
        for (Map.Entry<String, ClassCounts> each : most) {
            ClassCounts counts = each.getValue();
            Score score = counts.score();
            table.row(
                    shown(each.getKey(), LONGEST_NAME),
                    task.isMulti() ? counted(counts, largest) : Charts.bar(score.f1(), "good"),
                    Figure.of(score.f1()),
                    Figure.of(score.precision()),
                    Figure.of(score.recall()),
                    counts.support(),
                    counts.right(),
                    counts.wrong(),
                    counts.missed());
        }
        average(table, "micro average", task.micro());
        average(table, "macro average", task.macro());
        average(table, "weighted average", task.weighted());
        page.add(table.html());
        left(task.classes().size() - most.size(), "classes");
        page.add("</section>%n");
    }

    /** Of several labels a matrix can't be made: what became of the labels of a class, as parts of the largest. */
    private static Html counted(ClassCounts counts, double largest) {
        return Charts.parts(
                new String[] {"good", "bad", "plain"},
                counts.right() / largest,
                counts.wrong() / largest,
                counts.missed() / largest);
    }

    private static void average(Table table, String name, Score score) {
        table.row(
                name,
                Charts.bar(score.f1(), "plain"),
                Figure.of(score.f1()),
                Figure.of(score.precision()),
                Figure.of(score.recall()),
                "",
                "",
                "",
                "");
    }

    private static List<Map.Entry<String, ClassCounts>> most(TaskEvaluation task, int most) {
        return task.classes().entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, ClassCounts>>comparingLong(
                                each -> -each.getValue().support())
                        .thenComparing(Map.Entry::getKey))
                .limit(most)
                .toList();
    }

    private void left(long more, String what) {
        if (more > 0) {
            page.add("<p class=\"mute\">%,d more %s are not shown; the JSON has them.</p>%n", more, what);
        }
    }

    /** Rows are the person's classes, columns the model's; the stronger the colour, the more of the row. */
    private void matrix(String name, TaskEvaluation task) {
        if (task.confusion().isEmpty()) {
            return;
        }
        List<String> names = most(task, LARGEST_MATRIX).stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(ArrayList::new));
        boolean none = task.confusion().containsKey("")
                || task.confusion().values().stream().anyMatch(row -> row.containsKey(""));
        if (none) {
            names.add("");
        }
        page.add(
                "<section class=\"matrix\"><h2>Which class is taken for which</h2><p>A row is a class that people gave,"
                        + " a column what the model said. The stronger the colour, the larger the share of the row:"
                        + " <span class=\"key good\"></span>right, <span class=\"key bad\"></span>taken for another.</p>%n"
                        + "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Which class is taken for which, %s\"><table>"
                        + "<thead><tr><td></td>",
                name);
        names.forEach(given -> page.add("<th scope=\"col\">%s</th>", shown(given, LONGEST_HEADING)));
        page.add("</tr></thead><tbody>%n");
        names.forEach(person -> row(person, names, task.confusion().getOrDefault(person, Map.of())));
        page.add("</tbody></table></div>%n");
        left(task.classes().size() - names.size() + (none ? 1 : 0), "classes");
        page.add("</section>%n");
    }

    private void row(String person, List<String> names, Map<String, Long> row) {
        long all = row.values().stream().mapToLong(Long::longValue).sum();
        page.add("<tr><th scope=\"row\">%s</th>", shown(person, LONGEST_HEADING));
        for (String given : names) {
            long count = row.getOrDefault(given, 0L);
            page.add(
                    "<td class=\"%s heat%d\">%s</td>",
                    given.equals(person) ? "same" : "other",
                    all == 0 ? 0 : (int) Math.ceil(DARKEST * count / all),
                    count == 0 ? "" : String.valueOf(count));
        }
        page.add("</tr>%n");
    }

    private static Html shown(String name, int longest) {
        return name.isEmpty() ? Html.of("(no class)") : Html.name(name, longest);
    }

    private void confidence(TaskEvaluation task) {
        Confidences confidences = task.confidences();
        page.add(
                "<section><h2>How sure the model is, right and wrong</h2>%n<p>Documents by the model’s confidence.</p>%n");
        page.add(Charts.confidences(
                "Documents by confidence: right answers above the line, wrong ones below",
                "right",
                from -> confidences.count(true, from, 5),
                "wrong",
                from -> confidences.count(false, from, 5)));
        page.add("</section>%n");
    }

    private void effort(String name, TaskEvaluation task) {
        page.add("<section><h2>If a person reviews what is below a confidence</h2>%n<p>How much work it is, how many of"
                + " the mistakes are found, and how right the rest is.</p>%n<div class=\"pair\"><div>");
        List<Confidences.Review> each = task.confidences().reviews(1);
        page.add(Charts.curve(
                "Mistakes found by documents reviewed",
                "documents reviewed",
                "mistakes found",
                each.stream().mapToDouble(Confidences.Review::reviewed).toArray(),
                each.stream().mapToDouble(Confidences.Review::found).toArray()));
        page.add("</div>%n");
        Table table = new Table(
                "What a review below a confidence finds, " + name,
                "below",
                "#documents to review",
                "#mistakes found",
                "#right among the rest");
        double before = 0;
        for (Confidences.Review review : task.confidences().reviews(10)) {
            if (review.reviewed() > before) {
                before = review.reviewed();
                table.row(
                        Html.of("%.1f", review.below()),
                        Figure.percent(review.reviewed()),
                        Figure.percent(review.found()),
                        Figure.percent(review.rest()));
            }
        }
        page.add(table.html()).add("</div></section>%n");
    }

    private void reviews(String name, TaskEvaluation task) {
        List<TaskEvaluation.Review> wrong =
                task.reviews().stream().filter(each -> !each.isRight()).toList();
        page.add("<section><h2>What to check first</h2>%n");
        if (wrong.isEmpty()) {
            page.add("<p>Model and people agree on every document.</p></section>%n");
            return;
        }
        page.add("<p>Where model and person differ, the surest answers first: there the person may be wrong.</p>%n");
        Table table = new Table("Documents to check, " + name, "document", "id", "person", "model", "#confidence");
        for (TaskEvaluation.Review each : wrong.subList(0, Math.min(MOST_ROWS, wrong.size()))) {
            table.row(
                    Html.name(each.key(), LONGEST_NAME),
                    Html.name(each.id() == null ? "" : each.id(), LONGEST_NAME),
                    joined(each.wanted()),
                    joined(each.given()),
                    Figure.of(each.confidence()));
        }
        page.add(table.html());
        if (wrong.size() > MOST_ROWS) {
            page.add("<p class=\"mute\">%,d more; --review FILE.csv writes them.</p>%n", wrong.size() - MOST_ROWS);
        }
        page.add("</section>%n");
    }

    private void changes(String name, TaskEvaluation task, Changes changes) {
        page.add(
                "<section><h2>Against the earlier run</h2><p>%,d of %,d documents have other labels",
                changes.changed(), changes.compared());
        if (task.documents() > 0) {
            page.add("; %,d are right now, %,d no longer", changes.better(), changes.worse());
        }
        page.add(".</p>%n");
        Table moves = new Table("Labels that changed, " + name, "change", "#documents");
        changes.moves().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_ROWS)
                .forEach(move -> moves.row(Html.name(move.getKey(), 2 * LONGEST_NAME), move.getValue()));
        if (moves.rows() > 0) {
            page.add(moves.html());
        }
        left(changes.moves().size() - (long) MOST_ROWS, "kinds of change");
        if (task.documents() > 0) {
            deltas(name, task, changes);
        }
        page.add("</section>%n");
    }

    private void deltas(String name, TaskEvaluation task, Changes changes) {
        page.add("<h3>F1 before and now</h3>%n");
        Table table = new Table("F1 before and now, " + name, "class", "#before", "#now", "#difference");
        for (Map.Entry<String, ClassCounts> each : most(task, MOST_CLASSES)) {
            double before = changes.scores()
                    .getOrDefault(each.getKey(), new ClassCounts())
                    .score()
                    .f1();
            double now = each.getValue().score().f1();
            table.row(
                    shown(each.getKey(), LONGEST_NAME),
                    Figure.of(before),
                    Figure.of(now),
                    new Figure(String.format(java.util.Locale.ROOT, "%+.2f", now - before)));
        }
        page.add(table.html());
    }

    private static Html joined(Set<String> classes) {
        return shown(String.join(", ", classes), LONGEST_NAME);
    }
}
