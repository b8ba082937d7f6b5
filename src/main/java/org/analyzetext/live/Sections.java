package org.analyzetext.live;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.analyzetext.edge.DocumentFlow;
import org.analyzetext.edge.KeptOutcomes;
import org.analyzetext.page.Charts;
import org.analyzetext.page.Html;
import org.analyzetext.page.Table;
import org.analyzetext.page.Table.Figure;

/** The sections of the live page. */
final class Sections {
    private static final int MOST_INPUTS = 20;
    private static final int MOST_NAMES = 20;
    private static final int LONGEST_NAME = 60;

    private final Snapshot now;
    private final DeadLetterCodes codes;
    private final boolean ids;

    /**
     * Those of a moment.
     *
     * @param ids whether ids and positions of documents may be shown
     */
    Sections(Snapshot now, DeadLetterCodes codes, boolean ids) {
        this.now = now;
        this.codes = codes;
        this.ids = ids;
    }

    /** What a tab says: whether all is well comes first. */
    static String title(Snapshot now) {
        return (now.problems().isEmpty() ? now.isIdle() ? "idle" : "running" : "HELD UP") + " · analyze-text";
    }

    Html status() {
        Html html = new Html();
        List<ResourceState> slow =
                now.resources().stream().filter(ResourceState::isSlowed).toList();
        if (!now.problems().isEmpty()) {
            html.add("<div class=\"state held\" role=\"status\"><h2>▲ Held up</h2><ul>");
            now.problems()
                    .forEach(problem ->
                            html.add("<li><b>%s</b>: %s</li>", problem.condition(), sentence(problem.reason())));
            html.add("</ul><p>Nothing is lost meanwhile; it continues by itself once that is over.</p></div>%n");
        } else if (now.isIdle()) {
            html.add(
                    "<div class=\"state\" role=\"status\"><h2>✓ Idle</h2><p>Nothing waits and nothing is under way.</p>"
                            + "</div>%n");
        } else if (!slow.isEmpty()) {
            html.add("<div class=\"state slow\" role=\"status\"><h2>● Running, at its limit</h2><ul>");
            slow.forEach(pace -> html.add("<li><b>%s</b>: %s.</li>", pace.name(), pace.reason()));
            html.add("</ul></div>%n");
        } else {
            html.add("<div class=\"state\" role=\"status\"><h2>✓ Running</h2><p>%s</p></div>%n", underWay());
        }
        return html.add(
                "<p class=\"mute\">%s · as of <time datetime=\"%s\">%s</time></p>%n",
                now.way(), now.at().toString(), Words.time(now.at()));
    }

    private String underWay() {
        if (now.waiting() > 0) {
            return "Documents flow.";
        }
        return now.jobs() > 0
                ? "All that came in is submitted; the service is working on it."
                : "Documents are being read or joined.";
    }

    private static String sentence(String reason) {
        return reason.endsWith(".") ? reason : reason + ".";
    }

    Html facts() {
        KeptOutcomes outcomes = now.outcomes();
        Html html = Html.of("<ul class=\"facts\">");
        fact(html, "%,d".formatted(now.waiting()), "documents wait");
        fact(html, "%,d".formatted(now.jobs()), "jobs at the service");
        fact(html, Words.rate(now.perMinute()), "documents a minute");
        fact(html, now.isIdle() ? "–" : Words.duration(timeLeft()), "left at this rate");
        fact(html, Words.duration(now.oldest()), "oldest waits");
        if (now.keepsOutcomes()) {
            fact(html, outcomes == null ? "…" : "%,d".formatted(outcomes.results()), "results");
            fact(html, outcomes == null ? "…" : "%,d".formatted(outcomes.deadLettersInAll()), "dead letters");
        }
        return html.add("</ul>%n");
    }

    private static void fact(Html html, String figure, String what) {
        html.add("<li><b%s>%s</b>%s</li>", Html.verbatim(figure.length() > 7 ? " class=\"long\"" : ""), figure, what);
    }

    /** Of all inputs together; of a topic the whole group's. */
    private @org.jspecify.annotations.Nullable Duration timeLeft() {
        return now.flows().size() == 1 ? now.flows().get(0).timeLeft() : Snapshot.timeLeft(now.left(), now.perMinute());
    }

    Html routes() {
        return Html.of("<h2>Routes</h2><p class=\"mute\">The route files that run now, from top to bottom as documents"
                        + " pass: ● a route, ■ a folder or topic, ◆ another system. Filled: something passed in the last"
                        + " minute, in this process.</p>%n")
                .add(RoutePicture.of(now.graph(), now.numbers(), RoutePicture.Width.WIDE))
                .add(RoutePicture.of(now.graph(), now.numbers(), RoutePicture.Width.NARROW));
    }

    Html inputs() {
        Html html = Html.of("<h2>Inputs</h2>");
        if (now.flows().isEmpty()) {
            return html.add("<p class=\"mute\">No input is under way.</p>%n");
        }
        Table table = new Table(
                "Inputs under way",
                "input",
                "passed",
                "#documents",
                "#left",
                "#wait",
                "#jobs",
                "#a minute",
                "#time left",
                "since");
        for (Snapshot.Flow flow :
                now.flows().subList(0, Math.min(MOST_INPUTS, now.flows().size()))) {
            DocumentFlow input = flow.input();
            boolean isCounted = input.documents() >= 0;
            double done = input.documents() <= 0 ? 0 : 1 - (double) input.left() / input.documents();
            table.row(
                    Html.of("<bdi>%s</bdi>", Html.name(input.name(), LONGEST_NAME)),
                    isCounted ? Charts.bar(done, "good") : Html.of("being cut"),
                    isCounted ? (Object) input.documents() : new Figure("…"),
                    input.left(),
                    input.waiting(),
                    input.jobs(),
                    new Figure(Words.rate(flow.perMinute())),
                    new Figure(input.left() == 0 ? "–" : Words.duration(flow.timeLeft())),
                    input.since() == null ? "" : Words.time(input.since()));
        }
        html.add(table.html());
        more(html, now.flows().size() - (long) MOST_INPUTS, "inputs");
        return html;
    }

    private static void more(Html html, long more, String what) {
        if (more > 0) {
            html.add("<p class=\"mute\">and %,d more %s</p>%n", more, what);
        }
    }

    Html service() {
        Table table =
                new Table("Quota and pace", "resource", "quota used", "#used", "#calls a minute", "#quota", "why");
        for (ResourceState pace : now.resources()) {
            boolean isPaced = !Double.isInfinite(pace.quota());
            table.row(
                    Html.of("<bdi>%s</bdi>", Html.name(pace.name(), LONGEST_NAME)),
                    Charts.bar(pace.used(), pace.isSlowed() ? "bad" : "good"),
                    isPaced ? Figure.percent(pace.used()) : new Figure("–"),
                    isPaced ? new Figure("up to %,.0f".formatted(pace.pace())) : new Figure("not paced"),
                    isPaced ? new Figure("%,.0f".formatted(pace.quota())) : new Figure("–"),
                    pace.reason());
        }
        return Html.of("<h2>Quota and pace</h2>").add(table.html());
    }

    Html spending() {
        Html html = Html.of("<h2>Spending</h2>");
        if (now.spending().isEmpty()) {
            return html.add("<p class=\"mute\">No limit is set (<code>analyze-text.spending.per-day</code>,"
                    + " <code>.per-month</code>), so text records are not counted here; the command <code>account</code>"
                    + " knows them.</p>%n");
        }
        Table table =
                new Table("Text records against the limits", "text records", "of the limit", "#", "#counted", "#limit");
        for (Snapshot.Spent spent : now.spending()) {
            double share = spent.counted() / spent.limit();
            table.row(
                    spent.period().equals("day") ? "today" : "this month",
                    Charts.bar(share, share < 0.9 ? "good" : "bad"),
                    Figure.percent(share),
                    Math.round(spent.counted()),
                    Math.round(spent.limit()));
        }
        return html.add(table.html());
    }

    Html found() {
        Html html = Html.of("<h2>What was found</h2>");
        KeptOutcomes outcomes = now.outcomes();
        if (!counted(html, outcomes) || outcomes == null) {
            return html;
        }
        if (outcomes.found().isEmpty()) {
            return html.add("<p class=\"mute\">No document has a result yet.</p>%n");
        }
        outcomes.found().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(task -> {
            html.add("<h3>Task <bdi>%s</bdi></h3>", Html.name(task.getKey(), LONGEST_NAME));
            long most = task.getValue().values().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(1);
            Table table = new Table("Documents by what was found by " + task.getKey(), "found", "", "#documents");
            largest(task.getValue(), MOST_NAMES)
                    .forEach(each -> table.row(
                            Html.of("<bdi>%s</bdi>", Html.name(each.getKey(), LONGEST_NAME)),
                            Charts.bar((double) each.getValue() / most, "good"),
                            each.getValue()));
            html.add(table.html());
            more(html, task.getValue().size() - (long) MOST_NAMES, "names");
        });
        return html;
    }

    /** Says which documents are counted; whether any are. */
    private boolean counted(Html html, @org.jspecify.annotations.Nullable KeptOutcomes outcomes) {
        if (!now.keepsOutcomes()) {
            html.add("<p class=\"mute\">Outcomes are not kept where they can be counted here.</p>%n");
        } else if (outcomes == null) {
            html.add("<p class=\"mute\">They are being counted.</p>%n");
        } else {
            html.add(
                    "<p class=\"mute\">Counted from what is kept: %s%s.</p>%n",
                    outcomes.scope(), outcomes.complete() ? "" : "; still counting");
        }
        return outcomes != null;
    }

    private static List<Map.Entry<String, Long>> largest(Map<String, Long> counts, int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .toList();
    }

    Html deadLetters() {
        Html html = Html.of("<h2>Dead letters</h2>");
        KeptOutcomes outcomes = now.outcomes();
        if (!counted(html, outcomes) || outcomes == null) {
            return html;
        }
        if (outcomes.deadLetters().isEmpty()) {
            return html.add("<p>None.</p>%n");
        }
        Table table = new Table("Dead letters by code", "code", "#documents", "what it means");
        largest(outcomes.deadLetters(), MOST_NAMES)
                .forEach(each -> table.row(
                        codes.of(each.getKey())
                                .map(meaning -> Html.of("<a href=\"codes#%s\">%s</a>", meaning.code(), each.getKey()))
                                .orElseGet(() -> Html.name(each.getKey(), LONGEST_NAME)),
                        each.getValue(),
                        codes.of(each.getKey())
                                .map(DeadLetterCodes.Meaning::meaning)
                                .orElse("the service’s own code")));
        html.add(table.html());
        more(html, outcomes.deadLetters().size() - (long) MOST_NAMES, "codes");
        if (ids && !outcomes.latest().isEmpty()) {
            Table latest = new Table("The last dead letters", "ended", "code", "where it came from", "id");
            outcomes.latest().stream()
                    .sorted(Comparator.comparing(KeptOutcomes.Ended::time).reversed())
                    .forEach(each -> latest.row(
                            Words.time(each.time()),
                            Html.name(each.code(), LONGEST_NAME),
                            Html.of("<bdi>%s</bdi>", Html.name(each.source(), LONGEST_NAME)),
                            Html.of("<bdi>%s</bdi>", Html.name(each.id() == null ? "" : each.id(), LONGEST_NAME))));
            html.add("<h3>The last ones</h3>").add(latest.html());
        }
        return html;
    }

    Html warnings() {
        Html html = Html.of("<h2>Warnings</h2>");
        if (now.warnings().isEmpty()) {
            return html.add("<p class=\"mute\">None since the start of this process.</p>%n");
        }
        html.add("<ol class=\"log\">");
        for (RecentWarnings.Warning warning : now.warnings()) {
            html.add(
                    "<li><span class=\"mute\">%s</span> <b class=\"%s\">%s</b> <bdi>%s</bdi>",
                    Words.time(warning.time()),
                    warning.level().equals("ERROR") ? "error" : "warn",
                    warning.level().equals("ERROR") ? "▲ error" : "warning",
                    Html.name(warning.message(), 600));
            html.add(
                    warning.times() > 1 ? " <span class=\"mute\">(%,d times)</span></li>%n" : "</li>%n",
                    warning.times());
        }
        return html.add("</ol>%n");
    }
}
