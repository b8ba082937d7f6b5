package org.analyzetext.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.analyzetext.edge.InputProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Shows how far things are: on a terminal in one line that is updated in place; else as a line of the log when that has
 * changed, once a minute at most, with the numbers as data where logs are JSON.
 */
final class ProgressLine {
    private static final Logger LOG = LoggerFactory.getLogger("analyze-text.progress");
    private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
    private static final Duration IN_LOG = Duration.ofMinutes(1);

    private final @Nullable TerminalLine terminal;
    private final Clock clock;
    private final Rate rate = new Rate();
    private @Nullable Progress last;
    private Instant next = Instant.MIN;

    ProgressLine(@Nullable TerminalLine terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    /** Whether it is time to look how far things are. */
    boolean isDue() {
        return !clock.instant().isBefore(next);
    }

    /** Shows this, unless it is what was shown last. */
    void show(Progress progress) {
        Instant now = clock.instant();
        rate.add(now, progress.done());
        if (terminal != null) {
            terminal.show(progress.isIdle() && progress.waits().isEmpty() ? idle(progress) : progress.text(rate));
            next = now.plus(ON_TERMINAL);
        } else if (!progress.equals(last) && !(progress.isIdle() && isNothingNew(progress))) {
            log(progress);
            last = progress;
            next = now.plus(IN_LOG);
        } else {
            next = now.plus(ON_TERMINAL);
        }
    }

    private static String idle(Progress progress) {
        return progress.done() == 0 ? "waits for documents" : progress.done() + " done, waits for more";
    }

    private boolean isNothingNew(Progress progress) {
        return progress.done() == (last == null ? 0 : last.done())
                && progress.waits().isEmpty();
    }

    /** Leaves the terminal to what follows. */
    void close() {
        if (terminal != null) {
            terminal.show("");
        }
    }

    private void log(Progress progress) {
        List<InputProgress> inputs = progress.inputs();
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("inputs", inputs.size())
                .addKeyValue("documents", sum(inputs, input -> Math.max(0, input.documents())))
                .addKeyValue("batches", sum(inputs, InputProgress::batches))
                .addKeyValue("batchesOpen", sum(inputs, InputProgress::open))
                .addKeyValue("jobsInFlight", progress.jobsInFlight())
                .addKeyValue("done", progress.done())
                .addKeyValue("left", progress.left())
                .addKeyValue("deadLetters", progress.deadLetters());
        if (rate.isKnown()) {
            line = line.addKeyValue("documentsPerSecond", Math.round(rate.perSecond() * 100) / 100.0);
        }
        if (!progress.waits().isEmpty()) {
            line = line.addKeyValue("waits", String.join("; ", progress.waits()));
        }
        line.log(progress.text(rate));
    }

    private static long sum(List<InputProgress> inputs, ToLongFunction<InputProgress> part) {
        return inputs.stream().mapToLong(part).sum();
    }
}
