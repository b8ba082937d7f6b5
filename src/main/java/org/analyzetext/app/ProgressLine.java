package org.analyzetext.app;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.analyzetext.document.LogText;
import org.analyzetext.edge.InputProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints how far things are, when that has changed and not more often than every second. */
final class ProgressLine {
    private static final Logger LOG = LoggerFactory.getLogger("analyze-text.progress");
    private static final Duration DISTANCE = Duration.ofSeconds(1);
    private static final int SHOWN = 3;

    private final PrintStream out;
    private final boolean json;
    private String last = "";
    private Instant next = Instant.EPOCH;

    ProgressLine(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void print(List<InputProgress> inputs) {
        Instant now = Instant.now();
        if (inputs.isEmpty() || now.isBefore(next)) {
            return;
        }
        String more = inputs.size() > SHOWN ? "  and " + (inputs.size() - SHOWN) + " more inputs" : "";
        String line =
                inputs.stream().limit(SHOWN).map(ProgressLine::describe).collect(Collectors.joining("  |  ")) + more;
        if (!line.equals(last)) {
            report(line, inputs);
            last = line;
            next = now.plus(DISTANCE);
        }
    }

    /** As a line for people, or where logs are JSON as one of them, with the numbers of all inputs together. */
    private void report(String line, List<InputProgress> inputs) {
        if (!json) {
            out.println("  " + line);
            return;
        }
        LOG.atInfo()
                .addKeyValue("inputs", inputs.size())
                .addKeyValue("documents", sum(inputs, input -> Math.max(0, input.documents())))
                .addKeyValue("batches", sum(inputs, InputProgress::batches))
                .addKeyValue("batchesOpen", sum(inputs, InputProgress::open))
                .addKeyValue("jobsInFlight", sum(inputs, InputProgress::inFlight))
                .log(line);
    }

    private static long sum(List<InputProgress> inputs, ToLongFunction<InputProgress> part) {
        return inputs.stream().mapToLong(part).sum();
    }

    private static String describe(InputProgress input) {
        if (input.documents() < 0) {
            return LogText.of(input.name()) + ": being cut";
        }
        long done = input.batches() - input.open();
        long percent = input.batches() == 0 ? 100 : Math.max(0, done) * 100 / input.batches();
        return "%s: %d documents, %d %% done, %d jobs with the service"
                .formatted(LogText.of(input.name()), input.documents(), percent, input.inFlight());
    }
}
