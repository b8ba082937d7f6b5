package org.analyzetext;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.analyzetext.files.WorkFolder;

/** Prints how far things are, when that has changed and not more often than every second. */
final class ProgressLine {
    private static final Duration DISTANCE = Duration.ofSeconds(1);
    private static final int SHOWN = 3;

    private final PrintStream out;
    private String last = "";
    private Instant next = Instant.EPOCH;

    ProgressLine(PrintStream out) {
        this.out = out;
    }

    void print(List<WorkFolder.Progress> inputs) {
        Instant now = Instant.now();
        if (inputs.isEmpty() || now.isBefore(next)) {
            return;
        }
        String more = inputs.size() > SHOWN ? "  and " + (inputs.size() - SHOWN) + " more inputs" : "";
        String line =
                inputs.stream().limit(SHOWN).map(ProgressLine::describe).collect(Collectors.joining("  |  ")) + more;
        if (!line.equals(last)) {
            out.println("  " + line);
            last = line;
            next = now.plus(DISTANCE);
        }
    }

    private static String describe(WorkFolder.Progress input) {
        if (input.documents() < 0) {
            return input.name() + ": being cut";
        }
        long done = input.batches() - input.open();
        long percent = input.batches() == 0 ? 100 : Math.max(0, done) * 100 / input.batches();
        return "%s: %d documents, %d %% done, %d jobs with the service"
                .formatted(input.name(), input.documents(), percent, input.inFlight());
    }
}
