package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Source;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Result;
import org.analyzetext.observe.RunCounters;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what became of each batch in the work folder, until the whole input has its answer. Files are named by batch
 * and try, so publishing again overwrites and no document has two outcomes. Thread-safe for different batches.
 */
public final class OutcomeFolder {
    private final Folders folders;
    private final RunCounters counters;

    /**
     * Keeps outcomes in these folders.
     *
     * @param counters counts what is published, unless another sink counts
     */
    public OutcomeFolder(Folders folders, RunCounters counters) {
        this.folders = folders;
        this.counters = counters;
    }

    /**
     * Keeps the results and dead letters of a batch, and the note of its job; durable when this returns. What was not kept
     * before is counted now: the input that it is part of may be under way for hours.
     */
    public void publish(@Body BatchOutcome outcome) throws IOException {
        Collection<OutcomeLine> added = keep(outcome);
        Map<String, Long> deadLetters = new TreeMap<>();
        added.stream()
                .flatMap(line -> Stream.ofNullable(line.deadLetter()))
                .forEach(letter -> deadLetters.merge(letter.code(), 1L, Long::sum));
        List<Result> results =
                added.stream().flatMap(line -> Stream.ofNullable(line.result())).toList();
        if (!added.isEmpty()) {
            counters.published(results, deadLetters, outcome.job().receivedAt());
        }
    }

    /** Returns what was not kept before. */
    private Collection<OutcomeLine> keep(BatchOutcome outcome) throws IOException {
        List<OutcomeLine> outcomes = outcomes(outcome);
        JobRecord job = outcome.job();
        if (outcomes.isEmpty() && job instanceof Batch) {
            return outcomes;
        }
        Path file = folders.inputOf(job).resolve("outcomes").resolve(name(BatchFile.of(job)));
        List<OutcomeLine> before = Files.exists(file) ? read(file) : List.of();
        Collection<OutcomeLine> all = before.isEmpty() ? outcomes : union(before, outcomes);
        Durable.write(file, out -> {
            try (JsonGenerator lines = JsonLines.generator(out)) {
                if (JobNote.isNeeded(outcome)) {
                    JsonLines.write(lines, new OutcomeLine(null, null, JobNote.of(job)));
                }
                for (OutcomeLine line : all) {
                    JsonLines.write(lines, line);
                }
            }
        });
        Set<Source> kept = before.stream().map(OutcomeLine::source).collect(Collectors.toSet());
        return outcomes.stream().filter(line -> !kept.contains(line.source())).toList();
    }

    /**
     * The same job polled twice, across a kill: normally both polls say the same. If the service has forgotten
     * something meanwhile, the outcomes that are kept stand, because the documents of the next try were chosen by them.
     */
    private static Collection<OutcomeLine> union(List<OutcomeLine> kept, List<OutcomeLine> now) {
        Map<Source, OutcomeLine> all = new LinkedHashMap<>();
        Stream.concat(kept.stream(), now.stream()).forEach(line -> all.putIfAbsent(line.source(), line));
        return all.values();
    }

    private static List<OutcomeLine> outcomes(BatchOutcome outcome) {
        Map<Source, OutcomeLine> bySource = new HashMap<>();
        outcome.results().forEach(result -> bySource.put(result.source(), new OutcomeLine(result, null)));
        outcome.deadLetters().forEach(letter -> bySource.put(letter.source(), new OutcomeLine(null, letter)));
        return bySource.values().stream().sorted(OutcomeLine.BY_POSITION).toList();
    }

    /** Drops the outcomes of documents that are read again, from the batches up to that number; their jobs stay noted. */
    static void supersede(Input input, Collection<FilePosition> documents, long batches) throws IOException {
        Set<FilePosition> dropped = new TreeSet<>(OutcomeLine.POSITIONS);
        dropped.addAll(documents);
        for (Path file : dropped.isEmpty() ? List.<Path>of() : Durable.list(input.outcomes())) {
            List<OutcomeLine> lines = JsonLines.all(file, OutcomeLine.class);
            List<OutcomeLine> kept = lines.stream()
                    .filter(line -> line.note() != null || !dropped.contains(line.position()))
                    .toList();
            long number = BatchFile.parse(Durable.fileName(file).replace(".jsonl", ".json"))
                    .map(BatchFile::number)
                    .orElse(Long.MAX_VALUE);
            if (number <= batches && kept.size() < lines.size()) {
                Durable.write(file, out -> {
                    try (JsonGenerator all = JsonLines.generator(out)) {
                        for (OutcomeLine line : kept) {
                            JsonLines.write(all, line);
                        }
                    }
                });
            }
        }
    }

    static String name(BatchFile batch) {
        return batch.batch() + "." + batch.attempt() + ".jsonl";
    }

    static List<OutcomeLine> read(Path file) throws IOException {
        List<OutcomeLine> outcomes = new ArrayList<>();
        try (MappingIterator<OutcomeLine> lines = JsonLines.read(file, OutcomeLine.class)) {
            while (lines.hasNext()) {
                OutcomeLine line = lines.next();
                if (line.note() == null) {
                    outcomes.add(line);
                }
            }
        }
        return outcomes;
    }

    /** The note of the job, which is the first line; null for a batch that never was a job. */
    static @Nullable JobNote note(Path file) throws IOException {
        try (MappingIterator<OutcomeLine> lines = JsonLines.read(file, OutcomeLine.class)) {
            return lines.hasNext() ? lines.next().note() : null;
        }
    }
}
