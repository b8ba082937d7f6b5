package org.analyzetext;

import java.time.Duration;
import java.util.Locale;
import org.analyzetext.files.Folders;

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
        table.append("%-20s %12.1f%n".formatted("seconds", duration.toMillis() / 1000.0));
        table.append("\nresults in       ").append(folders.results());
        table.append("\ndead letters in  ").append(folders.deadLetters());
        table.append("\ninputs in        ").append(folders.done());
        table.append("\naccounts in      ").append(folders.accounts());
        return table.toString();
    }

    private static void row(StringBuilder table, String name, long value) {
        table.append(String.format(Locale.ROOT, "%-20s %,12d%n", name, value));
    }
}
