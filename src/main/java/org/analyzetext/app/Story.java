package org.analyzetext.app;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.analyzetext.account.FoundCounts;
import org.analyzetext.account.Trace;
import org.analyzetext.document.LogText;
import org.analyzetext.job.Failure;
import org.analyzetext.job.TaskResult;
import org.jspecify.annotations.Nullable;

/** The stories of documents for people: each by what is known of it at the furthest place. Never its text. */
final class Story {
    private static final int SHOWN = 20;

    private final PrintStream out;

    Story(PrintStream out) {
        this.out = out;
    }

    void print(List<Trace> found) {
        Map<String, List<Trace>> bySource = found.stream()
                .sorted(Comparator.comparing(Trace::stage)
                        .thenComparingInt(Story::number)
                        .thenComparing(Trace::at, Comparator.nullsFirst(Comparator.naturalOrder())))
                .collect(Collectors.groupingBy(
                        trace -> LogText.of(trace.source().position()), LinkedHashMap::new, Collectors.toList()));
        bySource.entrySet().stream().limit(SHOWN).forEach(each -> print(each.getKey(), each.getValue()));
        if (bySource.size() > SHOWN) {
            out.println("and " + (bySource.size() - SHOWN) + " more documents; --json has all");
        }
    }

    private void print(String source, List<Trace> traces) {
        String id = first(traces.stream().map(Trace::id).toList());
        out.println("document " + (id == null ? "without an id" : LogText.of(id)) + ", " + source);
        Instant taken = first(traces.stream().map(Trace::takenAt).toList());
        if (taken != null) {
            line("came in", taken.toString());
        }
        Trace last = traces.stream().max(Comparator.comparingInt(Story::number)).orElseThrow();
        if (last.attempt() != null && last.attempt().batch() != null) {
            line("batch", LogText.ofBatch(last.attempt().batch()));
        }
        last.history().forEach(this::print);
        if (last.attempt() != null) {
            print(last.attempt());
        }
        traces.forEach(this::outcome);
    }

    /** The attempts that a place knows of. */
    private static int number(Trace trace) {
        return trace.attempt() == null ? 0 : trace.attempt().number();
    }

    private void print(Failure failure) {
        line(
                "attempt " + failure.attempt(),
                submitted(failure.submittedAt(), failure.jobId(), failure.resource(), ", ")
                        + "ended " + failure.at() + ": " + LogText.of(failure.code()) + ": "
                        + LogText.of(failure.message()) + asked(failure.polls(), failure.requestId()));
    }

    private void print(Trace.Attempt attempt) {
        line(
                "attempt " + attempt.number(),
                (attempt.jobId() == null
                                ? "not submitted yet"
                                : submitted(attempt.submittedAt(), attempt.jobId(), attempt.resource(), ""))
                        + asked(attempt.polls(), attempt.requestId())
                        + (attempt.due() == null ? "" : ", next due " + attempt.due()));
    }

    private static String submitted(
            @Nullable Instant at, @Nullable String jobId, @Nullable String resource, String after) {
        return jobId == null
                ? ""
                : "job " + LogText.of(jobId) + (resource == null ? "" : " at " + LogText.of(resource))
                        + (at == null ? "" : ", submitted " + at) + after;
    }

    private static String asked(int polls, @Nullable String requestId) {
        return (polls == 0 ? "" : ", " + polls + (polls == 1 ? " poll" : " polls"))
                + (requestId == null ? "" : ", request " + LogText.of(requestId));
    }

    private void outcome(Trace trace) {
        StringBuilder said = new StringBuilder(trace.stage().words());
        if (trace.code() != null) {
            said.append(": ").append(LogText.of(trace.code() + ": " + trace.message()));
        }
        trace.classifications().forEach(each -> said.append("; ").append(labels(each)));
        trace.found().forEach((task, names) -> said.append("; ")
                .append(LogText.of(task + ": " + (names.isEmpty() ? FoundCounts.NONE : String.join(", ", names)))));
        trace.columns().entrySet().stream()
                .filter(column -> !column.getValue().isEmpty())
                .forEach(column -> said.append("; ").append(LogText.of(column.getKey() + " " + column.getValue())));
        if (trace.at() != null) {
            said.append("; published ").append(trace.at());
        }
        line(trace.stage() == Trace.Stage.RESULT || trace.code() != null ? "outcome" : "now", said.toString());
        line(
                "",
                "in " + LogText.of(trace.place())
                        + (trace.note() == null ? "" : " (" + LogText.of(trace.note()) + ")"));
    }

    private static String labels(TaskResult classification) {
        return LogText.of(classification.task().name()) + ": "
                + (classification.classes().isEmpty()
                        ? "no label"
                        : classification.classes().stream()
                                .map(label -> LogText.of(label.category()) + " "
                                        + label.confidenceScore().toPlainString())
                                .collect(Collectors.joining(", ")));
    }

    private static <T> @Nullable T first(List<@Nullable T> values) {
        for (T value : values) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private void line(String what, String text) {
        out.printf("  %-10s %s%n", what, text);
    }
}
