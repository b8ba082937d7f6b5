package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.analyzetext.account.Trace;
import org.analyzetext.account.Trace.Stage;
import org.analyzetext.account.Traces;
import org.analyzetext.account.Wanted;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Format;
import org.analyzetext.document.Json;
import org.analyzetext.document.Rejected;
import org.analyzetext.document.Source;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Result;
import org.analyzetext.job.TaskColumns;

/**
 * Looks for a document in the folders, in the direction in which documents go: so one that moves meanwhile is seen at
 * least once. Only reads.
 */
final class DocumentSearch {
    private final Folders folders;
    private final DocumentReader reader;
    private final List<Trace> found = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private Wanted wanted;

    /** A search in these folders; the reader knows where rows have their ids. */
    DocumentSearch(Folders folders, DocumentReader reader, Wanted wanted) {
        this.folders = folders;
        this.reader = reader;
        this.wanted = wanted;
    }

    Traces traces() throws IOException {
        Map<Source, Source> replays = replays();
        wanted = wanted.and(replays.values());
        arrived();
        for (Path folder : Durable.list(folders.work())) {
            if (Files.exists(folder.resolve(Input.CLAIM_FILE))) {
                try {
                    underWay(Input.open(folder));
                } catch (NoSuchFileException finishedMeanwhile) {
                    // Its outcomes are read below.
                }
            }
        }
        deadLetters(replays);
        results();
        return new Traces(found, remarks);
    }

    /** Which sources the documents of replays have, by the sources that they had before. */
    private Map<Source, Source> replays() throws IOException {
        Map<Source, Source> replays = new HashMap<>();
        for (ReplayIndex index : ReplayIndex.all(folders)) {
            long ordinal = 0;
            for (FilePosition before : index.sources()) {
                ordinal++;
                if (wanted.matches(null, before)) {
                    replays.put(before, new FilePosition(index.replay(), ordinal, null));
                }
            }
        }
        return replays;
    }

    /** Files that nobody has read yet: known by their names alone. */
    private void arrived() {
        for (Source source : wanted.sources()) {
            if (source instanceof FilePosition position) {
                try {
                    Path file = folders.inbox().resolve(position.file()).normalize();
                    if (file.startsWith(folders.inbox()) && Files.isRegularFile(file)) {
                        found.add(Trace.of(Stage.ARRIVED, file.toString(), null, source, null, "its file waits"));
                    }
                } catch (InvalidPathException noPath) {
                    // Then it is no file of the inbox.
                }
            }
        }
    }

    private void underWay(Input input) throws IOException {
        if (!input.isCut()) {
            for (Path file : input.sourceFiles()) {
                String relative = input.relative(file);
                wanted.sources().stream()
                        .filter(source -> source instanceof FilePosition position
                                && position.file().equals(relative))
                        .forEach(source -> found.add(Trace.of(
                                Stage.TAKEN,
                                input.folder().toString(),
                                null,
                                source,
                                null,
                                "its input is being cut into batches")));
            }
            return;
        }
        records(input.todo(), Stage.WAITING);
        records(input.posting(), Stage.POSTING);
        records(input.jobs(), Stage.IN_FLIGHT);
        for (Path file : Durable.list(input.outcomes())) {
            lines(file, line -> {
                OutcomeLine outcome = Json.MAPPER.readValue(line, OutcomeLine.class);
                if (outcome.result() != null) {
                    add(file, outcome.result(), "its file appears in results once the input is complete");
                } else if (outcome.deadLetter() != null) {
                    add(file, outcome.deadLetter(), "its file appears in dead-letters once the input is complete");
                }
            });
        }
        letters(input.rejected(), Map.of());
    }

    private void records(Path folder, Stage stage) throws IOException {
        for (Path file : Durable.list(folder)) {
            try {
                String json = Files.readString(file);
                if (wanted.mayStandIn(json)) {
                    JobRecord record = JobRecord.read(json.getBytes(StandardCharsets.UTF_8));
                    BatchFile name = BatchFile.parse(Durable.fileName(file)).orElse(BatchFile.of(record));
                    JobRecord now = record.at(name.due(), name.poll());
                    record.documents().stream()
                            .filter(document -> wanted.matches(document.id(), document.source()))
                            .forEach(document -> found.add(Trace.of(stage, file.toString(), now, document)));
                }
            } catch (NoSuchFileException movedOn) {
                // It is seen where it went.
            } catch (JsonProcessingException unreadable) {
                remarks.add(file + " can't be read by this release, and may hold the document");
            }
        }
    }

    private void deadLetters(Map<Source, Source> replays) throws IOException {
        Path indexes = ReplayIndex.place(folders, Path.of(""));
        for (Path file : files(folders.deadLetters())) {
            if (!file.startsWith(indexes)) {
                letters(file, replays);
            }
        }
    }

    private void letters(Path file, Map<Source, Source> replays) throws IOException {
        boolean replayed = file.startsWith(folders.deadLetters().resolve(FileReplay.REPLAYED));
        lines(file, line -> {
            DeadLetter letter = Json.MAPPER.readValue(line, DeadLetter.class);
            FilePosition replay = (FilePosition) replays.get(letter.source());
            String note = replay == null ? "replayed" : "replayed as " + replay.position();
            add(file, letter, replayed ? note : "");
        });
    }

    private void results() throws IOException {
        for (Path file : files(folders.results())) {
            Format format = Format.ofFileName(Durable.fileName(file)).orElse(Format.JSON_LINES);
            if (format.isTable()) {
                rows(file, format);
            } else {
                lines(file, line -> add(file, Json.MAPPER.readValue(line, Result.class), ""));
            }
        }
    }

    private void add(Path file, Result result, String note) {
        if (wanted.matches(result.id(), result.source())) {
            Trace trace = Trace.of(file.toString(), result);
            found.add(note.isEmpty() ? trace : trace.noted(note));
        }
    }

    private void add(Path file, DeadLetter letter, String note) {
        if (wanted.matches(letter.id(), letter.source())) {
            Trace trace = Trace.of(file.toString(), letter);
            found.add(note.isEmpty() ? trace : trace.noted(note));
        }
    }

    /** Rows say nothing of their documents' places: these are counted, past the rows that have dead letters. */
    private void rows(Path file, Format format) throws IOException {
        String name = Input.slashes(folders.results().relativize(file));
        Set<Long> without = new HashSet<>(ReplayMerge.withoutRow(folders, Joiner.deadLetterName(name)));
        List<String> columns = reader.columns(file, name);
        Path source = folders.done().resolve(name);
        int own = Files.isRegularFile(source) ? reader.columns(source, name).size() : columns.size();
        List<String> added = columns.subList(Math.min(own, columns.size()), columns.size());
        reader.read(file, name, format, new DocumentSink() {
            private long ordinal;

            @Override
            public void document(Document document) {
                FilePosition position = next();
                if (wanted.matches(document.id(), position)) {
                    Map<String, String> values = new LinkedHashMap<>();
                    added.forEach(column -> values.put(
                            column,
                            TaskColumns.shown(
                                    column, document.metadata().path(column).asText())));
                    long row = ((FilePosition) document.source()).ordinal();
                    found.add(Trace.ofRow(file + ", row " + row, document.id(), position, values));
                }
            }

            @Override
            public void rejected(Rejected record) {
                next();
            }

            private FilePosition next() {
                do {
                    ordinal++;
                } while (without.contains(ordinal));
                return new FilePosition(name, ordinal, null);
            }
        });
    }

    private interface Line {
        void read(String json) throws IOException;
    }

    private void lines(Path file, Line each) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        boolean unreadable = false;
        try (InputStream plain = Files.newInputStream(file);
                InputStream in = Format.isGzip(Durable.fileName(file)) ? new GZIPInputStream(plain) : plain;
                BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                if (wanted.mayStandIn(line)) {
                    try {
                        each.read(line);
                    } catch (JsonProcessingException | IllegalArgumentException notOurs) {
                        unreadable = true;
                    }
                }
            }
        } catch (NoSuchFileException movedOn) {
            return;
        }
        if (unreadable) {
            remarks.add(file + " has lines that name the document and can't be read");
        }
    }

    /** All files below a folder but hidden ones, which are being written. */
    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .filter(file -> !Durable.fileName(file).startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
