package org.analyzetext.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.analyzetext.AnalyzeText;
import org.analyzetext.document.LogText;
import org.analyzetext.edge.Edge;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.InputProgress;
import org.analyzetext.observe.PipelineGauge;

/**
 * How far a run is.
 *
 * @param inputs the inputs that are open
 * @param done documents with an outcome, of this process
 * @param deadLetters the dead letters among them
 * @param left documents that have no outcome yet, estimated by batches or offsets; -1 where that is not known
 * @param jobsInFlight jobs that the service has; -1 where that is not known
 * @param waits why documents don't flow; normally nothing
 */
record Progress(
        List<InputProgress> inputs, long done, long deadLetters, long left, long jobsInFlight, List<String> waits) {
    private static final int SHOWN = 3;

    Progress {
        inputs = List.copyOf(inputs);
        waits = List.copyOf(waits);
    }

    /** How far this run is now. */
    static Progress of(AnalyzeText run) throws IOException {
        List<InputProgress> inputs = run.edges().files().progress();
        boolean topics = run.edges().settings().source() == EdgeKind.KAFKA;
        List<String> documents = run.settings().kafka().documentsTopics();
        List<PipelineGauge> gauges = run.edges().inUse().stream()
                .flatMap((Edge edge) -> edge.gauges().stream())
                .toList();
        return new Progress(
                inputs,
                run.counters().results() + run.counters().deadLetters(),
                run.counters().deadLetters(),
                topics
                        ? value(gauges.stream()
                                .filter(gauge -> gauge.name().equals("topic.behind")
                                        && documents.contains(gauge.labels().get("topic")))
                                .toList())
                        : inputs.stream().mapToLong(Progress::left).sum(),
                topics
                        ? value(gauges.stream()
                                .filter(gauge -> gauge.name().equals("group.jobs.in.flight"))
                                .toList())
                        : inputs.stream().mapToLong(InputProgress::inFlight).sum(),
                run.problems());
    }

    private static long value(List<PipelineGauge> gauges) {
        double value = gauges.isEmpty()
                ? Double.NaN
                : gauges.stream().mapToDouble(PipelineGauge::value).sum();
        return Double.isNaN(value) ? -1 : Math.round(value);
    }

    private static long left(InputProgress input) {
        return input.batches() == 0
                ? 0
                : Math.round((double) Math.max(0, input.documents())
                        * Math.min(input.open(), input.batches())
                        / input.batches());
    }

    /** Whether nothing is under way, as far as that is known. */
    boolean isIdle() {
        return inputs.isEmpty() && left <= 0 && jobsInFlight <= 0;
    }

    /** The whole for people, in one line. */
    String text(Rate rate) {
        List<String> parts = new ArrayList<>();
        parts.add(number(done) + " done");
        if (left >= 0) {
            parts.add(number(left) + " left");
        }
        if (rate.isKnown()) {
            parts.add(rate.text());
            if (left > 0) {
                parts.add(rate.timeFor(left) + " to go");
            }
        }
        if (jobsInFlight >= 0) {
            parts.add(number(jobsInFlight) + (jobsInFlight == 1 ? " job" : " jobs") + " in flight");
        }
        parts.add(number(deadLetters) + (deadLetters == 1 ? " dead letter" : " dead letters"));
        StringBuilder line = new StringBuilder(String.join(", ", parts));
        if (!waits.isEmpty()) {
            line.append(" | waits: ").append(waits.stream().map(LogText::of).collect(Collectors.joining("; ")));
        }
        if (!inputs.isEmpty()) {
            line.append(" | ")
                    .append(inputs.stream().limit(SHOWN).map(Progress::text).collect(Collectors.joining(", ")));
        }
        if (inputs.size() > SHOWN) {
            line.append(" and ").append(inputs.size() - SHOWN).append(" more inputs");
        }
        return line.toString();
    }

    private static String text(InputProgress input) {
        if (input.documents() < 0) {
            return LogText.of(input.name()) + " is being cut";
        }
        long over = Math.max(0, input.batches() - input.open());
        return LogText.of(input.name()) + " " + (input.batches() == 0 ? 100 : over * 100 / input.batches()) + " %";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
