package org.analyzetext.app;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.analyzetext.AnalyzeText;
import org.analyzetext.edge.Edge;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.spending.SpendingStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What a run did. */
final class Summary {
    private static final Logger LOG = LoggerFactory.getLogger("analyze-text.summary");

    private Summary() {}

    /**
     * As a table for people, or where logs are JSON as one line of them.
     *
     * @param left what stays under way, in a sentence; empty for nothing
     */
    static void print(AnalyzeText run, Duration duration, String left, PrintStream out, boolean json) {
        Map<String, Long> counts = counts(run);
        if (json) {
            LoggingEventBuilder line = LOG.atInfo();
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                line = line.addKeyValue(count.getKey(), count.getValue());
            }
            line.addKeyValue("milliseconds", duration.toMillis()).log("summary");
            if (!left.isEmpty()) {
                LOG.info(left);
            }
        } else {
            out.println(table(run, counts, duration));
            if (!left.isEmpty()) {
                out.println(left);
            }
        }
    }

    private static Map<String, Long> counts(AnalyzeText run) {
        RunCounters counters = run.counters();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("documents", counters.results() + counters.deadLetters());
        counts.put("results", counters.results());
        counts.put("dead letters", counters.deadLetters());
        counts.put("jobs", counters.jobs());
        counts.put("calls", counters.calls());
        counts.put("text records", counters.textRecords());
        counts.put("sent again", counters.documentsAgain());
        counts.put("ambiguous submits", counters.ambiguousSubmits());
        if (run.settings().stages().spending().any()) {
            SpendingStatus spending = run.spending();
            counts.put("text records today", spending.today());
            counts.put("text records month", spending.thisMonth());
        }
        if (counters.halts() > 0) {
            counts.put("submitting halted", counters.halts());
        }
        return counts;
    }

    private static String table(AnalyzeText run, Map<String, Long> counts, Duration duration) {
        StringBuilder table = new StringBuilder("\n");
        counts.forEach((name, value) -> row(table, name, value));
        table.append("%-20s %12.1f%n".formatted("seconds", duration.toMillis() / 1000.0));
        for (Edge edge : run.edges().inUse()) {
            edge.places().forEach((what, where) -> place(table, what, where));
        }
        return table.toString();
    }

    private static void place(StringBuilder table, String what, String where) {
        table.append(String.format(Locale.ROOT, "%n%-16s %s", what + " in", where));
    }

    private static void row(StringBuilder table, String name, long value) {
        table.append(String.format(Locale.ROOT, "%-20s %,12d%n", name, value));
    }
}
