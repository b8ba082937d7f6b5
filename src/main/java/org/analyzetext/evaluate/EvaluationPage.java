package org.analyzetext.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An evaluation as one page that needs nothing else: no script, no request. */
public final class EvaluationPage {
    /** Beyond these a page can't be read; the JSON has them all. */
    private static final int MOST_CLASSES = 200;

    private static final int LARGEST_MATRIX = 25;
    private static final int MOST_ROWS = 50;

    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#1b1b1f;--paper:#fff;--line:#cfd4dc;--soft:#f3f5f8;--right:#1d6fb8;--wrong:#b4531a;--mute:#5a6270}
            @media(prefers-color-scheme:dark){:root{--ink:#e8eaee;--paper:#16181c;--line:#3a3f48;--soft:#20242a;--right:#6cb6f5;--wrong:#f2a36b;--mute:#a3abb8}}
            *{box-sizing:border-box}body{margin:0 auto;max-width:70rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
            h1{font-size:1.6rem}h2{font-size:1.3rem;margin-top:2.5rem;border-top:1px solid var(--line);padding-top:1rem}h3{font-size:1.05rem;margin-top:1.8rem}
            p,li{max-width:46rem}.mute{color:var(--mute)}.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere;min-width:5.5rem;max-width:24rem}td.n,th.n{text-align:right;white-space:nowrap;min-width:0}
            .facts{display:flex;flex-wrap:wrap;gap:1rem;padding:0;list-style:none}.facts li{background:var(--soft);border-radius:.5rem;padding:.6rem 1rem}.facts b{display:block;font-size:1.5rem}
            .matrix td,.matrix th{text-align:center;min-width:2.4rem}.matrix th[scope=row]{text-align:right}.matrix .same{outline:2px solid var(--right);outline-offset:-2px}
            svg{max-width:100%;height:auto}svg text{fill:var(--ink);font:12px system-ui,sans-serif}.right{fill:var(--right)}.wrong{fill:var(--wrong)}.axis{stroke:var(--line)}
            @media print{body{max-width:none}h2{break-before:page}.wide{overflow:visible}}
            """;

    private final Html page = new Html();

    private EvaluationPage() {}

    /** The page as HTML. */
    public static String of(Evaluation evaluation, String title) {
        EvaluationPage made = new EvaluationPage();
        made.write(evaluation, title);
        return made.page.toString();
    }

    private void write(Evaluation evaluation, String title) {
        page.add("<!doctype html>%n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src"
                + " 'none'; style-src 'unsafe-inline'\">");
        page.add("<title>%s</title><style>", title)
                .add(STYLE.replace("%", "%%"))
                .add("</style></head><body><main>%n");
        page.add("<h1>%s</h1>%n", title);
        evaluation.warnings().forEach(warning -> page.add("<p><strong>Note:</strong> %s.</p>%n", warning));
        evaluation.tasks().forEach(this::task);
        page.add("<h2>What was not compared</h2><ul>%n");
        notCompared("results without a person’s label", evaluation.unmatched());
        notCompared("labelled documents without an answer", evaluation.unanswered());
        notCompared("dead letters", evaluation.deadLetters());
        notCompared("second answers of a document, of which the first counts", evaluation.duplicates());
        page.add("</ul></main></body></html>%n");
    }

    private void notCompared(String what, Evaluation.Named named) {
        page.add("<li>%,d %s", named.all(), what);
        if (named.all() > 0) {
            page.add(
                    ": %s",
                    String.join(", ", named.first().stream().limit(MOST_ROWS).toList()));
            page.add(named.all() > MOST_ROWS ? " …" : "");
        }
        page.add("</li>%n");
    }

    private void task(String name, TaskEvaluation task) {
        page.add("<h2>Task %s</h2>%n", name);
        if (!task.models().isEmpty()) {
            page.add("<p class=\"mute\">Model %s</p>%n", String.join(", ", task.models()));
        }
        if (task.documents() > 0) {
            facts(task);
            classes(task);
            matrix(task);
            confidence(task);
            effort(task);
            reviews(task);
        }
        if (task.changes() != null) {
            changes(task.changes());
        }
    }

    private void facts(TaskEvaluation task) {
        page.add("<ul class=\"facts\"><li><b>%,d</b>documents</li>", task.documents());
        page.add("<li><b>%.1f %%</b>%s</li>", 100 * task.exactMatch(), task.isMulti() ? "exact match" : "accuracy");
        page.add("<li><b>%.2f</b>micro F1</li>", task.micro().f1());
        page.add("<li><b>%.2f</b>macro F1</li></ul>%n", task.macro().f1());
    }

    private void classes(TaskEvaluation task) {
        List<Map.Entry<String, ClassCounts>> most = most(task, MOST_CLASSES);
        page.add("<h3>Classes</h3><p>Precision: how many of the given labels are right. Recall: how many of the"
                + " people’s labels were given.</p><div class=\"wide\"><table><thead><tr><th>class</th>");
        for (String column : List.of("precision", "recall", "F1", "documents", "right", "wrongly given", "missed")) {
            page.add("<th class=\"n\">%s</th>", column);
        }
        page.add("</tr></thead><tbody>%n");
        for (Map.Entry<String, ClassCounts> each : most) {
            ClassCounts counts = each.getValue();
            page.add("<tr><th scope=\"row\">%s</th>", each.getKey());
            score(counts.score());
            page.add(
                    "<td class=\"n\">%,d</td><td class=\"n\">%,d</td><td class=\"n\">%,d</td><td class=\"n\">%,d</td></tr>%n",
                    counts.support(), counts.right(), counts.wrong(), counts.missed());
        }
        average("micro average", task.micro());
        average("macro average", task.macro());
        average("weighted average", task.weighted());
        page.add("</tbody></table></div>%n");
        left(task.classes().size() - most.size(), "classes");
    }

    private void average(String name, Score score) {
        page.add("<tr><th scope=\"row\">%s</th>", name);
        score(score);
        page.add("<td colspan=\"4\"></td></tr>%n");
    }

    private void score(Score score) {
        page.add(
                "<td class=\"n\">%.2f</td><td class=\"n\">%.2f</td><td class=\"n\">%.2f</td>",
                score.precision(), score.recall(), score.f1());
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

    /** Rows are the person's classes, columns the model's; the darker, the more of the row. */
    private void matrix(TaskEvaluation task) {
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
        page.add("<h3>Which class is taken for which</h3><p>Rows: the person’s class. Columns: the model’s. The darker"
                + " a field, the larger its share of the row.</p><div class=\"wide\"><table class=\"matrix\"><thead><tr>"
                + "<td></td>");
        names.forEach(name -> page.add("<th scope=\"col\">%s</th>", shown(name)));
        page.add("</tr></thead><tbody>%n");
        for (String person : names) {
            Map<String, Long> row = task.confusion().getOrDefault(person, Map.of());
            long all = row.values().stream().mapToLong(Long::longValue).sum();
            page.add("<tr><th scope=\"row\">%s</th>", shown(person));
            for (String given : names) {
                long count = row.getOrDefault(given, 0L);
                page.add(
                        "<td%s style=\"background:color-mix(in srgb,var(--%s) %d%%,transparent)\">%s</td>",
                        given.equals(person) ? new Raw(" class=\"same\"") : "",
                        given.equals(person) ? "right" : "wrong",
                        all == 0 ? 0 : Math.round(55.0 * count / all),
                        count == 0 ? "" : String.valueOf(count));
            }
            page.add("</tr>%n");
        }
        page.add("</tbody></table></div>%n");
        left(task.classes().size() - names.size() + (none ? 1 : 0), "classes");
    }

    /** Markup of ours as an argument. */
    private record Raw(String markup) {
        @Override
        public String toString() {
            return markup;
        }
    }

    private static String shown(String name) {
        return name.isEmpty() ? "(no class)" : name;
    }

    private void confidence(TaskEvaluation task) {
        Confidences confidences = task.confidences();
        long highest = 1;
        for (int from = 0; from < 100; from += 5) {
            highest = Math.max(highest, Math.max(confidences.count(true, from, 5), confidences.count(false, from, 5)));
        }
        page.add("<h3>How sure the model is when it is right, and when it is wrong</h3><div class=\"wide\"><svg"
                + " viewBox=\"0 0 660 210\" width=\"660\" height=\"210\" role=\"img\" aria-label=\"Documents by"
                + " confidence: right answers above the line, wrong ones below\">");
        for (int from = 0; from < 100; from += 5) {
            int x = 40 + from * 6;
            double right = 80.0 * confidences.count(true, from, 5) / highest;
            double wrong = 80.0 * confidences.count(false, from, 5) / highest;
            page.add(
                    "<rect class=\"right\" x=\"%d\" y=\"%.1f\" width=\"26\" height=\"%.1f\"><title>%d right from 0.%02d"
                            + "</title></rect>",
                    x, 95 - right, right, confidences.count(true, from, 5), from);
            page.add(
                    "<rect class=\"wrong\" x=\"%d\" y=\"97\" width=\"26\" height=\"%.1f\"><title>%d wrong from 0.%02d"
                            + "</title></rect>",
                    x, wrong, confidences.count(false, from, 5), from);
            if (from % 20 == 0) {
                page.add("<text x=\"%d\" y=\"198\">%.1f</text>", x, from / 100.0);
            }
        }
        page.add(
                "<line class=\"axis\" x1=\"36\" x2=\"644\" y1=\"96\" y2=\"96\"/><text x=\"2\" y=\"88\">right</text><text"
                        + " x=\"2\" y=\"110\">wrong</text><text x=\"450\" y=\"198\">confidence</text><text x=\"628\""
                        + " y=\"198\">1</text></svg></div>%n");
    }

    private void effort(TaskEvaluation task) {
        page.add("<h3>If a person reviews every document below a confidence</h3><div class=\"wide\"><table><thead><tr>"
                + "<th class=\"n\">below</th><th class=\"n\">documents to review</th><th class=\"n\">mistakes found</th>"
                + "<th class=\"n\">right among the rest</th></tr></thead><tbody>%n");
        for (Confidences.Review each : task.confidences().reviews()) {
            page.add(
                    "<tr><td class=\"n\">%.1f</td><td class=\"n\">%.1f %%</td><td class=\"n\">%.1f %%</td><td"
                            + " class=\"n\">%.1f %%</td></tr>%n",
                    each.below(), 100 * each.reviewed(), 100 * each.found(), 100 * each.rest());
        }
        page.add("</tbody></table></div>%n");
    }

    private void reviews(TaskEvaluation task) {
        List<TaskEvaluation.Review> wrong =
                task.reviews().stream().filter(each -> !each.isRight()).toList();
        page.add("<h3>What to check first</h3><p>Where model and person differ, the surest answers first: there the"
                + " person may be wrong.</p><div class=\"wide\"><table><thead><tr><th>document</th><th>id</th><th>person"
                + "</th><th>model</th><th class=\"n\">confidence</th></tr></thead><tbody>%n");
        for (TaskEvaluation.Review each : wrong.subList(0, Math.min(MOST_ROWS, wrong.size()))) {
            page.add(
                    "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td class=\"n\">%.2f</td></tr>%n",
                    each.key(),
                    each.id() == null ? "" : each.id(),
                    joined(each.wanted()),
                    joined(each.given()),
                    each.confidence());
        }
        page.add("</tbody></table></div>%n");
        if (wrong.size() > MOST_ROWS) {
            page.add("<p class=\"mute\">%,d more; --review FILE.csv writes them.</p>%n", wrong.size() - MOST_ROWS);
        }
    }

    private void changes(Changes changes) {
        page.add(
                "<h3>Against the earlier run</h3><p>%,d of %,d documents have other labels; %,d are right now, %,d no"
                        + " longer.</p><div class=\"wide\"><table><thead><tr><th>change</th><th class=\"n\">documents</th>"
                        + "</tr></thead><tbody>%n",
                changes.changed(), changes.compared(), changes.better(), changes.worse());
        changes.moves().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_ROWS)
                .forEach(move ->
                        page.add("<tr><td>%s</td><td class=\"n\">%,d</td></tr>%n", move.getKey(), move.getValue()));
        page.add("</tbody></table></div>%n");
        left(changes.moves().size() - (long) MOST_ROWS, "kinds of change");
    }

    private static String joined(Set<String> classes) {
        return classes.isEmpty() ? "(no class)" : String.join(", ", classes);
    }
}
