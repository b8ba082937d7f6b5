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
import java.util.function.ToDoubleFunction;
import org.analyzetext.edge.InputProgress;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;

/** How full the work folder is, for health and metrics. Thread-safe. */
public final class WorkFolderLevels implements HealthCondition {
    private final WorkFolder folder;
    private final long longestBacklog;
    private final Clock clock;

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

    private double oldest() {
        try {
            Instant oldest = folder.progress().stream()
                    .map(InputProgress::receivedAt)
                    .min(Comparator.naturalOrder())
                    .orElse(clock.instant());
            return Math.max(0, Duration.between(oldest, clock.instant()).toSeconds());
        } catch (IOException | UncheckedIOException changing) {
            return Double.NaN;
        }
    }

    /** Not known while the folder is being changed under our eyes. */
    private double sum(ToDoubleFunction<InputProgress> value) {
        try {
            return folder.progress().stream().mapToDouble(value).sum();
        } catch (IOException | UncheckedIOException changing) {
            return Double.NaN;
        }
    }
}
