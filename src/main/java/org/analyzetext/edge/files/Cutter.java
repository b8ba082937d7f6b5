package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.analyzetext.document.Rejected;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchLimits;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Priority;
import org.analyzetext.job.Task;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.stage.Batching;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts an input into batches. The cut becomes valid by one rename, before any call is made, so a kill while cutting
 * costs nothing: it is cut again. Documents that ask for different tasks never share a batch; the batches are numbered
 * by their first documents. Thread-safe.
 */
public final class Cutter {
    private static final Logger LOG = LoggerFactory.getLogger(Cutter.class);

    private final DocumentReader reader;
    private final DocumentRules rules;
    private final BatchLimits limits;
    private final String resource;
    private final List<Task> tasks;
    private final PriorityPatterns priorities;
    private final RunCounters counters;
    private final ReadyTimes ready;
    private final Clock clock;

    /**
     * Cuts inputs.
     *
     * @param priorities how soon the batches of an input are submitted
     * @param counters counts the records that can't be sent, once their dead letters are durable
     * @param ready learns that there are batches to submit
     */
    public Cutter(
            DocumentReader reader,
            DocumentRules rules,
            BatchLimits limits,
            String resource,
            List<Task> tasks,
            PriorityPatterns priorities,
            RunCounters counters,
            ReadyTimes ready,
            Clock clock) {
        this.reader = reader;
        this.rules = rules;
        this.limits = limits;
        this.resource = resource;
        this.tasks = List.copyOf(tasks);
        this.priorities = priorities;
        this.counters = counters;
        this.ready = ready;
        this.clock = clock;
    }

    /** Cuts the input whose claim lies in this file. */
    public void cut(@Body File claim) throws IOException {
        Input input = Input.open(Durable.parent(claim.toPath()));
        if (input.isCut()) {
            return;
        }
        Durable.deleteTree(input.cut());
        Files.createDirectory(input.cut());
        Input.Manifest manifest;
        Map<String, Long> rejected;
        List<FileMark> marks = new ArrayList<>();
        try (Cut cut = new Cut(input, input.rejected(), new Input.Manifest(0, 0, 0, List.of()))) {
            for (Path file : input.sourceFiles()) {
                marks.add(read(input, file, FileMark.none(input.relative(file)), cut));
            }
            manifest = cut.finish();
            rejected = cut.rejected;
        } catch (IOException | RuntimeException unfinished) {
            // On a full disk others need the room until it is cut again.
            Durable.deleteTree(input.cut());
            Files.deleteIfExists(input.rejected());
            throw unfinished;
        }
        input.keepMarks(marks);
        input.keepManifest(manifest);
        Durable.rename(input.cut(), input.todo());
        batchesAreReady();
        if (!rejected.isEmpty()) {
            counters.published(List.of(), rejected, null);
        }
        LOG.info(
                "cut {}: {} documents in {} batches, {} rejected",
                LogText.of(input.claim().name()),
                manifest.documents(),
                manifest.batches(),
                manifest.rejected());
    }

    /** The input may also have none, and be complete. */
    private void batchesAreReady() {
        ready.ready(StateFilter.State.TODO);
        ready.ready(StateFilter.State.QUIET);
    }

    private FileMark read(Input input, Path file, FileMark mark, Cut cut) throws IOException {
        Stamp stamp = Stamp.of(file);
        NewRecords records = new NewRecords(mark, cut);
        reader.read(file, mark.file(), input.claim().format(), records);
        FileMark now = records.finish(stamp);
        if (records.superseded() > 0) {
            cut.supersede(mark.file(), records.superseded());
        }
        return now;
    }

    /**
     * Cuts what was written to the files of an input after it was cut, into further batches. A file that has not only
     * grown is noted as changed: what is answered does not stand there any more.
     *
     * @return whether there are further batches
     */
    boolean cutMore(Input input) throws IOException {
        Durable.deleteTree(input.cut());
        Files.createDirectory(input.cut());
        Set<String> changed = new TreeSet<>(input.changed());
        List<FileMark> marks = new ArrayList<>();
        Input.Manifest before = input.manifest();
        Input.More more;
        Map<String, Long> rejected;
        try (Cut cut = new Cut(input, newRejected(input), before)) {
            for (FileMark mark : input.marks()) {
                Path file = input.source().resolve(mark.file());
                try {
                    marks.add(
                            changed.contains(mark.file()) || !Files.exists(file) || mark.fits(Stamp.of(file))
                                    ? mark
                                    : read(input, file, mark, cut));
                } catch (NewRecords.ChangedException otherwise) {
                    changed.add(mark.file());
                    marks.add(mark);
                }
            }
            more = new Input.More(cut.finish(), marks, cut.superseded);
            rejected = cut.rejected;
        }
        if (!changed.equals(input.changed())) {
            input.keepChanged(changed);
        }
        if (more.superseded().isEmpty() && more.manifest().documents() == before.documents()) {
            Durable.deleteTree(input.cut());
            Files.deleteIfExists(newRejected(input));
            input.keepMarks(marks);
            return false;
        }
        Durable.write(input.more(), out -> Json.MAPPER.writeValue(out, more));
        LOG.info(
                "{} has grown since it was cut: {} documents now, {} more batches",
                LogText.of(input.claim().name()),
                more.manifest().documents(),
                more.manifest().batches() - before.batches());
        add(input);
        if (!rejected.isEmpty()) {
            counters.published(List.of(), rejected, null);
        }
        return true;
    }

    /** Adds what was cut more to the input. Each step is done again after a kill, and changes nothing where it was done. */
    void add(Input input) throws IOException {
        Input.More more = Json.MAPPER.readValue(input.more().toFile(), Input.More.class);
        Path rejected = newRejected(input);
        if (Files.exists(rejected)) {
            OutcomeFolder.supersede(input, more.superseded(), input.manifest().batches());
            Joiner.addRejected(input, rejected, more.superseded());
        }
        input.keepMarks(more.marks());
        input.keepManifest(more.manifest());
        for (Path batch : Durable.list(input.cut())) {
            Durable.rename(batch, input.todo().resolve(Durable.fileName(batch)));
        }
        Durable.deleteTree(input.cut());
        Files.delete(input.more());
        batchesAreReady();
    }

    private static Path newRejected(Input input) {
        return input.folder().resolve("rejected-more.jsonl");
    }

    /** A cut in the making. */
    private final class Cut implements DocumentSink, AutoCloseable {
        private final Input input;
        private final Batching batching;
        private final OutputStream rejectedOut;
        private final JsonGenerator rejectedLines;
        private final List<FilePosition> superseded = new ArrayList<>();
        private long documents;
        private final long rejectedBefore;
        private final Map<String, Long> rejected = new TreeMap<>();
        private final Instant receivedAt;
        private final Priority priority;
        private long batches;

        /** A cut that continues where one before has ended. */
        Cut(Input input, Path rejectedFile, Input.Manifest before) throws IOException {
            this.input = input;
            receivedAt = input.receivedAt();
            priority = priorities.of(input);
            documents = before.documents();
            rejectedBefore = before.rejected();
            batches = before.batches();
            batching = new Batching(rules, limits, resource, tasks, input.key(), batches, this::batch);
            rejectedOut = Files.newOutputStream(rejectedFile);
            rejectedLines = JsonLines.generator(rejectedOut);
        }

        @Override
        public void document(Document document) throws IOException {
            batching.document(document);
        }

        private void batch(Batch batch) throws IOException {
            documents += batch.size();
            batches++;
            Batch taken = batch.receivedAt(receivedAt).priority(priority);
            JobRecordFile.write(input.cut().resolve(BatchFile.of(taken).name()), taken);
        }

        @Override
        public void rejected(Rejected record) throws IOException {
            documents++;
            rejected.merge(record.code(), 1L, Long::sum);
            JsonLines.write(rejectedLines, DeadLetter.of(record, receivedAt, clock.instant()));
        }

        /** A record of the cut before that has been read again. */
        void supersede(String file, long ordinal) {
            superseded.add(new FilePosition(file, ordinal, null));
            documents--;
        }

        Input.Manifest finish() throws IOException {
            batching.finish();
            long rejectedInAll = rejectedBefore
                    + rejected.values().stream().mapToLong(Long::longValue).sum();
            return new Input.Manifest(
                    documents,
                    rejectedInAll,
                    batches,
                    tasks.stream().map(Task::name).toList());
        }

        @Override
        public void close() throws IOException {
            rejectedLines.close();
            rejectedOut.close();
        }
    }
}
