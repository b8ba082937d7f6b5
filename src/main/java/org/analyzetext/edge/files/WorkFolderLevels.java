package org.analyzetext.edge.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.analyzetext.edge.InputProgress;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;
import org.jspecify.annotations.Nullable;

/** How full the work folder is, for health and metrics. Thread-safe. */
final class WorkFolderLevels implements HealthCondition {
    /** Levels serve so many times as long as it took to read them, and this long at least. */
    private static final int REST = 25;

    private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(500);

    private final WorkFolder folder;
    private final long longestBacklog;
    private final Clock clock;
    private @Nullable Levels last;

    /**
     * The progress of all inputs.
     *
     * @param until how long it serves, by a monotonic clock
     */
    private record Levels(List<InputProgress> inputs, long until) {}

    /**
     * Of this folder.
     *
     * @param longestBacklog documents that may wait before that counts as a problem; 0 for any number
     */
    public WorkFolderLevels(WorkFolder folder, long longestBacklog, Clock clock) {
        this.folder = folder;
        this.longestBacklog = longestBacklog;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public Optional<String> problem() {
        if (longestBacklog == 0) {
            return Optional.empty();
        }
        double waiting = sum(InputProgress::waiting);
        return waiting <= longestBacklog
                ? Optional.empty()
                : Optional.of("some " + Math.round(waiting)
                        + " documents are not submitted yet, more than analyze-text.observe.backlog ("
                        + longestBacklog + ")");
    }

    /** The folder's levels. */
    public List<PipelineGauge> levels() {
        return List.of(
                new PipelineGauge(
                        "jobs.in.flight", "Jobs that the service has", Map.of(), () -> sum(InputProgress::inFlight)),
                new PipelineGauge(
                        "documents.waiting",
                        "Documents that are cut and not submitted yet, counted by full batches",
                        Map.of(),
                        () -> sum(InputProgress::waiting)),
                new PipelineGauge(
                        "oldest.waiting.seconds",
                        "Seconds since the oldest input came in that has no answer yet; 0 without one",
                        Map.of(),
                        this::oldest),
                new PipelineGauge("inputs.open", "Inputs without their answers yet", Map.of(), () -> sum(any -> 1)));
    }

    /** The same for all levels of one scrape: with thousands of open inputs it takes a while to read. */
    synchronized List<InputProgress> progress() throws IOException {
        long now = System.nanoTime();
        Levels levels = last;
        if (levels == null || now - levels.until() >= 0) {
            List<InputProgress> inputs = folder.progress();
            long read = System.nanoTime();
            levels = new Levels(inputs, read + Math.max(LEAST, (read - now) * REST));
            last = levels;
        }
        return levels.inputs();
    }

    private double oldest() {
        try {
            Instant oldest = progress().stream()
                    .map(InputProgress::receivedAt)
                    .min(Comparator.naturalOrder())
                    .orElse(clock.instant());
            return Math.max(0, Duration.between(oldest, clock.instant()).toSeconds());
        } catch (IOException | UncheckedIOException changing) {
            return Double.NaN;
        }
    }

    /** Not known while the folder is being changed under our eyes. */
    double sum(ToDoubleFunction<InputProgress> value) {
        try {
            return progress().stream().mapToDouble(value).sum();
        } catch (IOException | UncheckedIOException changing) {
            return Double.NaN;
        }
    }
}
