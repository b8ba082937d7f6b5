package org.analyzetext.app;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.analyzetext.Edges;
import org.analyzetext.Settings;
import org.analyzetext.document.LogText;
import org.analyzetext.job.Task;
import org.analyzetext.spending.SpendingLimits;
import org.analyzetext.stage.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what the documents that are waiting would become and cost, without a call. */
@Command(
        name = "dry-run",
        description = "Counts the documents, jobs and text records that the inbox or the topic holds; calls nothing.")
final class DryRunCommand implements Callable<Integer> {
    private static final String ROW = "%-40s %12s %12s %10s %14s%n";

    @Mixin
    private final PriceOption prices = new PriceOption();

    private final PrintStream out;

    DryRunCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = WorkingFolderProperties.settings();
        print(
                Edges.of(settings).documents().dryRun(settings.stages()),
                settings.stages().spending(),
                settings.stages().tasks().all());
        return Application.OK;
    }

    private void print(List<DryRun> runs, SpendingLimits limits, List<Task> tasks) {
        out.printf(ROW, "input", "documents", "dead letters", "jobs", "text records");
        for (DryRun run : runs) {
            row(LogText.of(run.input()), run.documents(), run.rejected(), run.jobs(), run.textRecords());
        }
        Map<String, Long> rejected = new TreeMap<>();
        Map<String, Long> records = new TreeMap<>();
        for (DryRun run : runs) {
            run.rejected().forEach((code, count) -> rejected.merge(code, count, Long::sum));
            run.textRecords().forEach((task, count) -> records.merge(task, count, Long::sum));
        }
        row(
                "in all",
                runs.stream().mapToLong(DryRun::documents).sum(),
                rejected,
                runs.stream().mapToLong(DryRun::jobs).sum(),
                records);
        rejected.forEach((code, count) -> out.printf(Locale.ROOT, "%n  dead letter %-26s %,12d", code, count));
        records.forEach((task, count) -> out.printf(Locale.ROOT, "%n  text records of task %-17s %,12d", task, count));
        out.println();
        periods(sum(records), limits.perDay(), "day");
        periods(sum(records), limits.perMonth(), "month");
        if (prices.isGiven()) {
            cost(records, tasks);
        }
    }

    /** By task, because the price depends on its kind; rounded up at the end. */
    private void cost(Map<String, Long> records, List<Task> tasks) {
        BigDecimal cost = BigDecimal.ZERO;
        out.println();
        for (Task task : tasks) {
            BigDecimal price = prices.of(task.name(), task.kind());
            long count = records.getOrDefault(task.name(), 0L);
            cost = cost.add(price.multiply(BigDecimal.valueOf(count)));
            out.printf("cost of task %s (%s): %s records, at %s for 1,000%n", task.name(), task.kind(), count, price);
        }
        out.printf(
                "cost: %s, if nothing has to be sent again%n",
                cost.divide(BigDecimal.valueOf(1_000), 2, RoundingMode.UP));
    }

    private void periods(long records, long limit, String period) {
        if (limit > 0 && records > 0) {
            out.printf(
                    Locale.ROOT,
                    "%nat %,d text records a %s (analyze-text.spending.per-%s) it takes at least %,d %ss%n",
                    limit,
                    period,
                    period,
                    (records + limit - 1) / limit,
                    period);
        }
    }

    private void row(String what, long documents, Map<String, Long> rejected, long jobs, Map<String, Long> records) {
        out.printf(ROW, what, grouped(documents), grouped(sum(rejected)), grouped(jobs), grouped(sum(records)));
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
