package org.analyzetext.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.analyzetext.account.Account;
import org.analyzetext.page.Charts;
import org.analyzetext.page.Html;
import org.analyzetext.page.Page;
import org.analyzetext.page.Table;
import org.analyzetext.page.Table.Figure;

/**
 * A report as one page that needs nothing else: no script, no request.
 *
 * <p>Long because it is the page from top to bottom, a method for each section.
 */
public final class ReportPage {
    private static final int MOST_CLASSES = 100;
    private static final int MOST_INPUTS = 200;
    private static final int MOST_REVIEWS = 15;
    private static final int MOST_CODES = 100;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_MESSAGE = 300;
    private static final long PRICED = 1_000;

    private final Html page = new Html();
    private final Report report;
    private final List<Account> accounts;
    private final Map<String, BigDecimal> prices;

    private ReportPage(Report report, List<Account> accounts, Map<String, BigDecimal> prices) {
        this.report = report;
        this.accounts = accounts;
        this.prices = prices;
    }

    /**
     * The page as HTML.
     *
     * @param title what the report is of
     * @param accounts where the documents are and what they cost
     * @param prices of 1,000 text records, by task; empty where they are not known
     * @param now when the page is made
     */
    public static String of(
            String title, Report report, List<Account> accounts, Map<String, BigDecimal> prices, Instant now) {
        ReportPage made = new ReportPage(report, accounts, prices);
        made.write();
        return Page.document(title, made.lead(now), made.page);
    }

    private Html lead(Instant now) {
        Html lead = new Html();
        if (report.first() != null && report.last() != null) {
            lead.add("Answers from %s to %s (UTC). ", minute(report.first()), minute(report.last()));
        }
        return lead.add("Made %s.", minute(now));
    }

    private static String minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES).toString().replace("T", " ").replace(":00Z", "");
    }

    private void write() {
        facts();
        accounts.stream()
                .flatMap(account -> account.remarks().stream())
                .distinct()
                .forEach(remark -> page.add("<p class=\"note\">%s.</p>%n", remark));
        report.tasks().forEach(this::task);
        report.found().forEach(this::found);
        deadLetters();
        page.add("<div class=\"pair\">%n");
        attempts();
        times();
        page.add("</div>%n");
        cost();
        inputs();
    }

    private void facts() {
        long open = accounts.stream()
                .mapToLong(each -> each.places().waiting() + each.places().inFlight())
                .sum();
        page.add(
                "<ul class=\"facts\"><li><b>%,d</b>results</li><li><b>%,d</b>dead letters</li>",
                report.results(), report.deadLetterCount());
        if (open > 0) {
            page.add("<li><b>%,d</b>under way</li>", open);
        }
        page.add(
                "<li><b>%,d</b>text records billed</li>",
                accounts.stream()
                        .mapToLong(account -> account.cost().textRecordsInAll())
                        .sum());
        if (!prices.isEmpty()) {
            BigDecimal cost = textRecords().entrySet().stream()
                    .map(each -> cost(each.getKey(), each.getValue()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            page.add("<li><b>%s</b>cost</li>", money(cost));
        }
        Durations times = report.whole().count() > 0 ? report.whole() : report.atService();
        if (times.count() > 0) {
            page.add(
                    "<li><b>%s</b>%s</li>",
                    Durations.text(times.quantile(0.5)),
                    times == report.whole() ? "median time" : "median at the service");
        }
        page.add("</ul>%n");
    }

    private void task(String name, TaskReport task) {
        page.add(
                "<section><h2>Labels of %s</h2>%n<p class=\"mute\">%s%,d documents, %,d classes",
                Html.name(name, LONGEST_NAME),
                task.models().isEmpty() ? "" : "Model " + String.join(", ", task.models()) + ". ",
                task.documents(),
                task.classCount());
        page.add(task.unlabelled() > 0 ? ", %,d documents without a class.</p>%n" : ".</p>%n", task.unlabelled());
        page.add("<div class=\"pair\"><div>%n");
        Table table = new Table("Labels of " + name, "class", "", "#documents", "#share", "#mean confidence");
        List<Map.Entry<String, TaskReport.ClassReport>> most = task.classes(MOST_CLASSES);
        long largest = most.isEmpty() ? 1 : most.get(0).getValue().count();
        for (Map.Entry<String, TaskReport.ClassReport> each : most) {
            long count = each.getValue().count();
            table.row(
                    Html.name(each.getKey(), LONGEST_NAME),
                    Charts.bar((double) count / largest, "good"),
                    count,
                    Figure.percent((double) count / task.documents()),
                    Figure.of(each.getValue().meanConfidence()));
        }
        if (table.rows() > 0) {
            page.add(table.html());
        }
        if (task.classCount() > most.size()) {
            page.add("<p class=\"mute\">%,d rarer classes are not shown.</p>%n", task.classCount() - most.size());
        }
        page.add("</div><div><p>Documents by the lowest confidence of their labels.</p>%n");
        page.add(Charts.confidences("Documents by confidence", "", task::confidence, "", from -> 0));
        page.add("</div></div>%n");
        leastSure(name, task);
        page.add("</section>%n");
    }

    private void leastSure(String name, TaskReport task) {
        List<TaskReport.Review> reviews = task.leastSure();
        if (reviews.isEmpty()) {
            return;
        }
        page.add("<h3>What a person should look at</h3>%n<p>The labels of which the model is least sure.</p>%n");
        Table table = new Table("Least sure labels of " + name, "document", "id", "label", "#confidence");
        for (TaskReport.Review each : reviews.subList(0, Math.min(MOST_REVIEWS, reviews.size()))) {
            table.row(
                    Html.name(each.document(), LONGEST_NAME),
                    Html.name(each.id(), LONGEST_NAME),
                    Html.name(String.join(", ", each.labels()), LONGEST_NAME),
                    Figure.of(each.confidence()));
        }
        page.add(table.html());
    }

    private void found(String name, Map<String, Long> counts) {
        long documents = report.foundIn(name);
        page.add(
                "<section><h2>Found by %s</h2>%n<p class=\"mute\">%,d documents; one in which several things were found counts"
                        + " for each.</p>%n",
                Html.name(name, LONGEST_NAME), documents);
        Table table = new Table("Found by " + name, "found", "", "#documents", "#share");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_CLASSES)
                .forEach(each -> table.row(
                        Html.name(each.getKey(), LONGEST_NAME),
                        Charts.bar((double) each.getValue() / documents, "good"),
                        each.getValue(),
                        Figure.percent((double) each.getValue() / documents)));
        page.add(table.html()).add("</section>%n");
    }

    private void deadLetters() {
        page.add("<section><h2>Dead letters</h2>%n");
        if (report.deadLetterCount() == 0) {
            page.add("<p>None: every document has a result.</p></section>%n");
            return;
        }
        page.add(
                "<p>%,d of %,d documents have no result. Another attempt can help %,d of them: <code>java -jar"
                        + " analyze-text.jar replay</code> submits these again.</p>%n",
                report.deadLetterCount(), report.deadLetterCount() + report.results(), report.retryable());
        kinds("Dead letters by code", report.deadLetters(), true);
        page.add("</section>%n");
    }

    private void kinds(String about, Map<String, Report.Kind> kinds, boolean canBeRetried) {
        Table table = canBeRetried
                ? new Table(about, "code", "", "#documents", "#can be retried", "examples")
                : new Table(about, "code", "", "#attempts", "examples");
        List<Map.Entry<String, Report.Kind>> most = kinds.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Report.Kind>>comparingLong(
                                each -> -each.getValue().count())
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_CODES)
                .toList();
        for (Map.Entry<String, Report.Kind> each : most) {
            Report.Kind kind = each.getValue();
            List<Object> cells = new ArrayList<>();
            cells.add(Html.name(each.getKey(), LONGEST_NAME));
            cells.add(Charts.bar((double) kind.count() / most.get(0).getValue().count(), "bad"));
            cells.add(kind.count());
            if (canBeRetried) {
                cells.add(kind.retryable());
            }
            cells.add(examples(kind.examples()));
            table.row(cells.toArray());
        }
        page.add(table.html());
    }

    /** The first message, and of each document where it is. */
    private static Html examples(List<Report.Example> examples) {
        Html cell = new Html();
        String before = "";
        for (Report.Example each : examples) {
            if (!each.message().equals(before)) {
                cell.add("<div>%s</div>", Html.name(each.message(), LONGEST_MESSAGE));
                before = each.message();
            }
            cell.add(
                    "<div class=\"mute\"><bdi>%s</bdi>%s%s</div>",
                    Html.name(each.document(), LONGEST_NAME),
                    each.id().isEmpty() ? "" : Html.of(", id <bdi>%s</bdi>", Html.name(each.id(), LONGEST_NAME)),
                    each.requestId().isEmpty()
                            ? ""
                            : Html.of(", request %s", Html.name(each.requestId(), LONGEST_NAME)));
        }
        return cell;
    }

    private void attempts() {
        if (report.attempts().isEmpty()) {
            return;
        }
        page.add("<section><h2>Attempts</h2>%n");
        Table table = new Table("Documents by attempts", "attempts", "", "#documents");
        long all =
                report.attempts().values().stream().mapToLong(Long::longValue).sum();
        report.attempts()
                .forEach((attempt, count) -> table.row(
                        attempt == 1 ? "1, at once" : String.valueOf(attempt),
                        Charts.bar((double) count / all, attempt == 1 ? "good" : "bad"),
                        count));
        page.add(table.html());
        if (!report.failures().isEmpty()) {
            page.add("<h3>Why documents were submitted again</h3>%n");
            kinds("Attempts without an answer by code", report.failures(), false);
        }
        page.add("</section>%n");
    }

    private void times() {
        if (report.whole().count() + report.atService().count() == 0) {
            return;
        }
        page.add("<section><h2>How long it took</h2>%n");
        Table table = new Table("Durations", "", "#median", "#90 %", "#99 %", "#longest", "#documents");
        duration(table, "document in to answer out", report.whole());
        duration(table, "job accepted to job done", report.atService());
        page.add(table.html()).add("</section>%n");
    }

    private static void duration(Table table, String name, Durations times) {
        if (times.count() > 0) {
            table.row(
                    name,
                    new Figure(Durations.text(times.quantile(0.5))),
                    new Figure(Durations.text(times.quantile(0.9))),
                    new Figure(Durations.text(times.quantile(0.99))),
                    new Figure(Durations.text(times.longest())),
                    times.count());
        }
    }

    private void cost() {
        Map<String, Long> records = textRecords();
        if (records.isEmpty()) {
            return;
        }
        page.add("<section><h2>What it cost</h2>%n");
        Table table = prices.isEmpty()
                ? new Table("Text records by task", "resource and task", "#text records")
                : new Table("Text records by task", "resource and task", "#text records", "#for 1,000", "#cost");
        records.forEach((task, count) -> {
            if (prices.isEmpty()) {
                table.row(Html.name(task, LONGEST_NAME), count);
            } else {
                table.row(
                        Html.name(task, LONGEST_NAME),
                        count,
                        new Figure(price(task).toPlainString()),
                        new Figure(money(cost(task, count))));
            }
        });
        page.add(table.html());
        page.add(
                "<p class=\"mute\">%,d jobs; %,d documents were submitted again; %,d submits with an unknown end may have"
                        + " been paid for twice.",
                accounts.stream().mapToLong(each -> each.cost().jobs()).sum(),
                accounts.stream().mapToLong(each -> each.cost().sentAgain()).sum(),
                accounts.stream().mapToLong(each -> each.cost().ambiguous()).sum());
        page.add("</p></section>%n");
    }

    /** By resource and task. */
    private Map<String, Long> textRecords() {
        Map<String, Long> records = new TreeMap<>();
        accounts.forEach(account ->
                account.cost().textRecords().forEach((task, count) -> records.merge(task, count, Long::sum)));
        return records;
    }

    private BigDecimal price(String resourceAndTask) {
        return prices.getOrDefault(Account.Cost.task(resourceAndTask), BigDecimal.ZERO);
    }

    private BigDecimal cost(String resourceAndTask, long records) {
        return price(resourceAndTask).multiply(BigDecimal.valueOf(records)).divide(BigDecimal.valueOf(PRICED));
    }

    /** Exact, so that the rows add up to the whole. */
    private static String money(BigDecimal cost) {
        BigDecimal shortest = cost.stripTrailingZeros();
        return String.format(Locale.ROOT, "%,." + Math.max(2, shortest.scale()) + "f", shortest);
    }

    private void inputs() {
        if (accounts.isEmpty()) {
            return;
        }
        page.add("<section><h2>Inputs</h2>%n");
        Table table = new Table(
                "Inputs", "input", "", "#documents", "#results", "#dead letters", "#under way", "finished", "adds up");
        for (Account each : accounts.subList(0, Math.min(MOST_INPUTS, accounts.size()))) {
            Account.Places places = each.places();
            double all = Math.max(1, places.documents());
            table.row(
                    Html.name(each.input(), LONGEST_NAME),
                    Charts.parts(new String[] {"good", "bad"}, places.results() / all, places.deadLettersInAll() / all),
                    places.documents() < 0 ? new Figure("not counted yet") : places.documents(),
                    places.results(),
                    places.deadLettersInAll(),
                    places.waiting() + places.inFlight(),
                    each.finishedAt() == null ? "" : minute(Instant.parse(each.finishedAt())),
                    places.addsUp() ? "yes" : Html.of("<strong>no</strong>"));
        }
        page.add(table.html());
        if (accounts.size() > MOST_INPUTS) {
            page.add(
                    "<p class=\"mute\">%,d more inputs are not shown; <code>account</code> lists them.</p>%n",
                    accounts.size() - MOST_INPUTS);
        }
        page.add(
                "<p><span class=\"key good\"></span>results <span class=\"key bad\"></span>dead letters</p></section>%n");
    }
}
