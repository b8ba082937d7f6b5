package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.analyzetext.document.CsvTable;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Format;
import org.analyzetext.document.FormulaCell;
import org.analyzetext.document.Json;
import org.analyzetext.document.Rejected;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Result;
import org.analyzetext.job.Task;

/**
 * Puts the results of replayed documents where their inputs' results are: rows in their place, lines in the order of
 * positions. For a replay it makes, in this order: {@code .aside-<replay>}, the whole file as it will be; the results of
 * the replay become {@code .merged-<replay>}, from which on the merge is finished whatever happens; then the first is
 * renamed to where the input's results are. All but the last lie beside the replay's {@link ReplayIndex}.
 */
public final class ReplayMerge {
    private final Folders folders;
    private final DocumentReader reader;
    private final List<Task> tasks;
    private final CsvSettings csv;

    /**
     * Merges in these folders.
     *
     * @param tasks the tasks whose labels are columns of CSV results
     */
    public ReplayMerge(Folders folders, DocumentReader reader, List<Task> tasks, CsvSettings csv) {
        this.folders = folders;
        this.reader = reader;
        this.tasks = List.copyOf(tasks);
        this.csv = csv;
    }

    /**
     * A replay whose results were merged.
     *
     * @param replay its input's name
     * @param results how many they were
     * @param into the file that they are in now
     */
    public record Merged(String replay, long results, Path into) {}

    /**
     * What a merge did.
     *
     * @param merged the replays whose results were merged
     * @param refused why others could not be, one for each; they stay as they were
     */
    public record Report(List<Merged> merged, List<String> refused) {
        public Report {
            merged = List.copyOf(merged);
            refused = List.copyOf(refused);
        }
    }

    /** Merges the results of all replays that have some and are not merged yet. */
    public Report merge() throws IOException {
        List<Merged> merged = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (ReplayIndex index : ReplayIndex.all(folders)) {
            try {
                merge(index).ifPresent(merged::add);
            } catch (AnalyzeTextException why) {
                refused.add(index.replay() + ": " + why.getMessage());
            }
        }
        return new Report(merged, refused);
    }

    private Optional<Merged> merge(ReplayIndex index) throws IOException {
        Optional<Merged> merged = Optional.empty();
        Path results = folders.results().resolve(index.replay());
        Path into = folders.results().resolve(resultsOf(index.deadLetters()));
        if (Files.exists(results) && Files.exists(into)) {
            Map<FilePosition, ObjectNode> rescued = rescued(results, index);
            Durable.write(index.beside(".aside-"), out -> write(index, into, rescued, out));
            Durable.rename(results, index.beside(".merged-"));
            merged = Optional.of(new Merged(index.replay(), rescued.size(), into));
        }
        if (Files.exists(index.beside(".merged-")) && Files.exists(index.beside(".aside-"))) {
            Durable.rename(index.beside(".aside-"), into);
        }
        return merged;
    }

    /** The results file of the input that has its dead letters in this file. */
    static String resultsOf(String deadLetters) {
        String input = deadLetters.endsWith(".jsonl")
                ? deadLetters.substring(0, deadLetters.length() - ".jsonl".length())
                : deadLetters;
        return Joiner.resultName(Format.ofFileName(input).isPresent() ? input : deadLetters);
    }

    private static Map<FilePosition, ObjectNode> rescued(Path results, ReplayIndex index) throws IOException {
        Map<FilePosition, ObjectNode> rescued = new TreeMap<>(OutcomeLine.POSITIONS);
        List<FilePosition> sources = index.sources();
        try (MappingIterator<ObjectNode> lines = JsonLines.read(results, ObjectNode.class)) {
            while (lines.hasNext()) {
                ObjectNode result = lines.next();
                FilePosition source =
                        sources.get(result.path("source").path("ordinal").asInt() - 1);
                result.set("source", Json.MAPPER.valueToTree(source));
                rescued.put(source, result);
            }
        }
        return rescued;
    }

    private void write(ReplayIndex index, Path into, Map<FilePosition, ObjectNode> rescued, OutputStream plain)
            throws IOException {
        if (!Format.isGzip(Durable.fileName(into))) {
            writePlain(index, into, rescued, plain);
            return;
        }
        GZIPOutputStream out = new GZIPOutputStream(plain);
        writePlain(index, into, rescued, out);
        out.finish();
    }

    private void writePlain(ReplayIndex index, Path into, Map<FilePosition, ObjectNode> rescued, OutputStream out)
            throws IOException {
        Format format = Format.ofFileName(Durable.fileName(into)).orElseThrow();
        if (format.isTable()) {
            rows(index, into, format, rescued, out);
        } else {
            lines(into, rescued, out);
        }
    }

    private static void lines(Path into, Map<FilePosition, ObjectNode> rescued, OutputStream out) throws IOException {
        List<ObjectNode> waiting = new ArrayList<>(rescued.values());
        try (var in = Format.isGzip(Durable.fileName(into))
                        ? new GZIPInputStream(Files.newInputStream(into))
                        : Files.newInputStream(into);
                MappingIterator<ObjectNode> lines =
                        Json.MAPPER.readerFor(ObjectNode.class).readValues(in);
                JsonGenerator to = JsonLines.generator(out)) {
            while (lines.hasNext()) {
                ObjectNode line = lines.next();
                FilePosition position = position(line);
                while (!waiting.isEmpty() && OutcomeLine.POSITIONS.compare(position(waiting.get(0)), position) < 0) {
                    JsonLines.write(to, waiting.remove(0));
                }
                if (!rescued.containsKey(position)) {
                    JsonLines.write(to, line);
                }
            }
            for (ObjectNode last : waiting) {
                JsonLines.write(to, last);
            }
        }
    }

    private static FilePosition position(JsonNode line) throws IOException {
        return Json.MAPPER.treeToValue(line.path("source"), FilePosition.class);
    }

    private void rows(
            ReplayIndex index, Path into, Format format, Map<FilePosition, ObjectNode> rescued, OutputStream out)
            throws IOException {
        Path source = folders.done().resolve(folders.results().relativize(into));
        if (!Files.exists(source)) {
            throw new AnalyzeTextException(
                    "the rows of " + into + " can't be completed without their input, which is not at " + source
                            + " any more; nothing was changed");
        }
        CsvClasses classes = new CsvClasses();
        Map<Long, Result> byRow = new HashMap<>();
        for (Map.Entry<FilePosition, ObjectNode> each : rescued.entrySet()) {
            Result result = Json.MAPPER.treeToValue(each.getValue(), Result.class);
            byRow.put(each.getKey().ordinal(), result);
            classes.add(result);
        }
        CsvLabels labels = new CsvLabels(Task.names(tasks), tasks, csv.classColumns() ? classes.columns() : List.of());
        String name = Durable.fileName(into);
        List<String> own = reader.columns(source, name);
        List<String> had = reader.columns(into, name);
        had = had.subList(Math.min(own.size(), had.size()), had.size());
        List<String> given = named(own, labels.columns());
        // Those that it had stay, whatever was configured then: nothing that stands there is lost.
        List<String> columns =
                Stream.concat(had.stream(), given.stream()).distinct().toList();
        Set<Long> without = withoutRow(folders, index.deadLetters());
        List<List<String>> present = new ArrayList<>();
        reader.read(into, name, format, new Labels(columns, present));
        try {
            Rows rows = new Rows(labels, given, columns, byRow, without, present);
            reader.addColumns(source, name, out, false, new CsvTable.Added(columns, csv.defused(), rows));
        } catch (CharacterCodingException notInItsCharset) {
            throw new AnalyzeTextException(
                    "the labels can't be written in the charset of " + into + "; nothing was changed", notInItsCharset);
        }
    }

    /** How the columns of labels are called beside the row's own. */
    private List<String> named(List<String> own, List<String> labels) {
        return CsvTable.distinct(
                own, csv.defused() ? labels.stream().map(FormulaCell::defused).toList() : labels);
    }

    /** The rows that have a dead letter, and no result that was merged before. */
    static Set<Long> withoutRow(Folders folders, String deadLetters) throws IOException {
        Set<Long> rows = new HashSet<>();
        for (Path letters :
                List.of(folders.deadLetters().resolve(deadLetters), FileReplay.replayed(folders, deadLetters))) {
            ordinals(letters).forEach(rows::add);
        }
        for (ReplayIndex other : ReplayIndex.all(folders)) {
            if (other.deadLetters().equals(deadLetters) && Files.exists(other.beside(".merged-"))) {
                List<FilePosition> sources = other.sources();
                ordinals(other.beside(".merged-"))
                        .map(ordinal -> sources.get((int) (ordinal - 1)).ordinal())
                        .forEach(rows::remove);
            }
        }
        return rows;
    }

    private static Stream<Long> ordinals(Path lines) throws IOException {
        List<Long> ordinals = new ArrayList<>();
        if (Files.exists(lines)) {
            try (MappingIterator<JsonNode> all = JsonLines.read(lines, JsonNode.class)) {
                all.forEachRemaining(
                        line -> ordinals.add(line.path("source").path("ordinal").asLong()));
            }
        }
        return ordinals.stream();
    }

    /** The labels of the rows that have some, read as what comes with documents; empty in columns that it has not. */
    private record Labels(List<String> columns, List<List<String>> rows) implements DocumentSink {
        @Override
        public void document(Document document) {
            rows.add(columns.stream()
                    .map(column -> document.metadata().path(column).asText())
                    .toList());
        }

        @Override
        public void rejected(Rejected record) {
            throw new AnalyzeTextException("the results file has a row that is no document: " + record.message());
        }
    }

    /** The labels of each row: those of the replay, else those that it had. */
    private record Rows(
            CsvLabels labels,
            List<String> given,
            List<String> columns,
            Map<Long, Result> rescued,
            Set<Long> without,
            List<List<String>> present)
            implements CsvTable.Rows {
        @Override
        public Optional<List<String>> valuesOf(long ordinal) {
            List<String> had = without.contains(ordinal) || present.isEmpty() ? null : present.remove(0);
            Result result = rescued.get(ordinal);
            return result != null ? Optional.of(values(result)) : Optional.ofNullable(had);
        }

        private List<String> values(Result result) {
            List<String> values = labels.values(result);
            return columns.stream()
                    .map(given::indexOf)
                    .map(index -> index < 0 ? "" : values.get(index))
                    .toList();
        }
    }
}
