package org.analyzetext;

import java.time.Duration;
import java.util.Locale;
import org.analyzetext.files.Folders;
import org.analyzetext.spending.SpendingStatus;

/** What a run did, as a table for people. */
final class Summary {
    private Summary() {}

    static String of(AnalyzeText run, Duration duration) {
        RunCounters counters = run.counters();
        Folders folders = run.settings().folders();
        StringBuilder table = new StringBuilder("\n");
        row(table, "documents", counters.results() + counters.deadLetters());
        row(table, "results", counters.results());
        row(table, "dead letters", counters.deadLetters());
        row(table, "jobs", counters.jobs());
        row(table, "calls", counters.calls());
        row(table, "text records", counters.textRecords());
        row(table, "sent again", counters.documentsAgain());
        row(table, "ambiguous submits", counters.ambiguousSubmits());
        if (run.settings().spending().any()) {
            SpendingStatus spending = run.spending();
            row(table, "text records today", spending.today());
            row(table, "text records month", spending.thisMonth());
        }
        if (counters.halts() > 0) {
            row(table, "submitting halted", counters.halts());
        }
        table.append("%-20s %12.1f%n".formatted("seconds", duration.toMillis() / 1000.0));
        if (run.settings().sink() == Settings.Edge.KAFKA) {
            place(table, "results", "topic " + run.settings().kafka().resultsTopic());
            place(table, "dead letters", "topic " + run.settings().kafka().deadLettersTopic());
        } else if (run.settings().sink() == Settings.Edge.FILES) {
            place(table, "results", folders.results().toString());
            place(table, "dead letters", folders.deadLetters().toString());
        }
        if (run.settings().source() == Settings.Edge.FILES) {
            place(table, "inputs", folders.done().toString());
            place(table, "accounts", folders.accounts().toString());
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
