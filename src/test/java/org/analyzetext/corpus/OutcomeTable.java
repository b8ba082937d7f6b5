package org.analyzetext.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of a corpus: a line for each kind. */
public final class OutcomeTable {
    private static final class Row {
        private final Map<String, Integer> outcomes = new TreeMap<>();
        private int count;
        private int asExpected;
        private int neighbours;
        private int unharmed;
    }

    private final String source;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    /** A table for this source. */
    public OutcomeTable(String source) {
        this.source = source;
    }

    /**
     * Notes a bad record's outcome and that of the good document behind it.
     *
     * @param outcome the code of its dead letter, {@link BadInput#RESULT}, or what else there is
     */
    public void add(BadInput bad, String outcome, boolean neighbourHasResult) {
        Row row = rows.computeIfAbsent(bad.kind(), any -> new Row());
        row.count++;
        row.outcomes.merge(outcome, 1, Integer::sum);
        row.asExpected += outcome.equals(bad.outcome()) ? 1 : 0;
        row.neighbours++;
        row.unharmed += neighbourHasResult ? 1 : 0;
        if (!outcome.equals(bad.outcome()) || !neighbourHasResult) {
            wrong.add(bad.kind() + ": " + outcome + " instead of " + bad.outcome()
                    + (neighbourHasResult ? "" : ", and its neighbour has no result"));
        }
    }

    /** What is not as it must be. */
    public List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Prints the table and writes it to {@code target/}. */
    public void publish() throws IOException {
        StringBuilder table = new StringBuilder("| bad input, through " + source
                + " | count | outcome | as expected | neighbours unharmed |\n|---|---|---|---|---|\n");
        int count = 0;
        int asExpected = 0;
        for (Map.Entry<String, Row> entry : rows.entrySet()) {
            Row row = entry.getValue();
            count += row.count;
            asExpected += row.asExpected;
            table.append("| %s | %d | %s | %s | %s |%n"
                    .formatted(
                            entry.getKey(),
                            row.count,
                            String.join(", ", row.outcomes.keySet()),
                            row.asExpected == row.count ? "all" : row.asExpected,
                            row.unharmed == row.neighbours ? "all" : row.unharmed));
        }
        table.append("| in all | %d | | %d | |%n".formatted(count, asExpected));
        System.out.println(table);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "bad-input-" + source.replace(' ', '-') + ".md"), table.toString());
    }
}
