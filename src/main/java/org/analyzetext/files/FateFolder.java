package org.analyzetext.files;

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
import org.analyzetext.RunCounters;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Source;
import org.analyzetext.job.JobRecord;
import org.analyzetext.result.Outcome;
import org.analyzetext.result.Result;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what became of each batch in the work folder, until the whole input has its answer. Files are named by batch
 * and try, so publishing again overwrites and no document has two fates. Thread-safe for different batches.
 */
public final class FateFolder {
    private final Folders folders;
    private final RunCounters counters;

    public FateFolder(Folders folders, RunCounters counters) {
        this.folders = folders;
        this.counters = counters;
    }

    /**
     * Keeps the results and dead letters of a batch, and the note of its job; durable when this returns. What was not kept
     * before is counted now: the input that it is part of may be under way for hours.
     */
    public void publish(@Body Outcome outcome) throws IOException {
        Collection<Fate> added = keep(outcome);
        Map<String, Long> deadLetters = new TreeMap<>();
        added.stream()
                .flatMap(fate -> Stream.ofNullable(fate.deadLetter()))
                .forEach(letter -> deadLetters.merge(letter.code(), 1L, Long::sum));
        List<Result> results =
                added.stream().flatMap(fate -> Stream.ofNullable(fate.result())).toList();
        if (!added.isEmpty()) {
            counters.published(results, deadLetters, outcome.job().receivedAt());
        }
    }

    /** The same for a batch whose results and dead letters another sink has, and counts. */
    public void note(@Body Outcome outcome) throws IOException {
        keep(outcome);
    }

    /** Returns what was not kept before. */
    private Collection<Fate> keep(Outcome outcome) throws IOException {
        List<Fate> fates = fates(outcome);
        JobRecord job = outcome.job();
        if (fates.isEmpty() && job.jobId() == null) {
            return fates;
        }
        Path file = folders.inputOf(job).resolve("fates").resolve(name(BatchFile.of(job)));
        List<Fate> before = Files.exists(file) ? read(file) : List.of();
        Collection<Fate> all = before.isEmpty() ? fates : union(before, fates);
        Durable.write(file, out -> {
            try (JsonGenerator lines = JsonLines.generator(out)) {
                if (JobNote.isNeeded(outcome)) {
                    JsonLines.write(lines, new Fate(null, null, JobNote.of(job)));
                }
                for (Fate fate : all) {
                    JsonLines.write(lines, fate);
                }
            }
        });
        Set<Source> kept = before.stream().map(Fate::source).collect(Collectors.toSet());
        return fates.stream().filter(fate -> !kept.contains(fate.source())).toList();
    }

    /**
     * The same job looked at twice, across a kill: normally both looks say the same. If the service has forgotten
     * something meanwhile, the fates that are kept stand, because the documents of the next try were chosen by them.
     */
    private static Collection<Fate> union(List<Fate> kept, List<Fate> now) {
        Map<Source, Fate> all = new LinkedHashMap<>();
        Stream.concat(kept.stream(), now.stream()).forEach(fate -> all.putIfAbsent(fate.source(), fate));
        return all.values();
    }

    private static List<Fate> fates(Outcome outcome) {
        Map<Source, Fate> bySource = new HashMap<>();
        outcome.results().forEach(result -> bySource.put(result.source(), new Fate(result, null)));
        outcome.deadLetters().forEach(letter -> bySource.put(letter.source(), new Fate(null, letter)));
        return bySource.values().stream().sorted(Fate.BY_POSITION).toList();
    }

    /** Drops the fates of documents that are read again, from the batches up to that number; their jobs stay noted. */
    static void supersede(Input input, Collection<FilePosition> documents, long batches) throws IOException {
        Set<FilePosition> dropped = new TreeSet<>(Fate.POSITIONS);
        dropped.addAll(documents);
        for (Path file : dropped.isEmpty() ? List.<Path>of() : Durable.list(input.fates())) {
            List<Fate> lines = JsonLines.all(file, Fate.class);
            List<Fate> kept = lines.stream()
                    .filter(line -> line.note() != null || !dropped.contains(line.position()))
                    .toList();
            long number = BatchFile.parse(Durable.fileName(file).replace(".jsonl", ".json"))
                    .map(BatchFile::number)
                    .orElse(Long.MAX_VALUE);
            if (number <= batches && kept.size() < lines.size()) {
                Durable.write(file, out -> {
                    try (JsonGenerator all = JsonLines.generator(out)) {
                        for (Fate line : kept) {
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

    static List<Fate> read(Path file) throws IOException {
        List<Fate> fates = new ArrayList<>();
        try (MappingIterator<Fate> lines = JsonLines.read(file, Fate.class)) {
            while (lines.hasNext()) {
                Fate line = lines.next();
                if (line.note() == null) {
                    fates.add(line);
                }
            }
        }
        return fates;
    }

    /** The note of the job, which is the first line; null for a batch that never was a job. */
    static @Nullable JobNote note(Path file) throws IOException {
        try (MappingIterator<Fate> lines = JsonLines.read(file, Fate.class)) {
            return lines.hasNext() ? lines.next().note() : null;
        }
    }
}
