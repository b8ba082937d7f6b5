package org.analyzetext.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.Format;
import org.analyzetext.document.Rejected;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Task;
import org.analyzetext.stage.Batching;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an input would become, found by packing it as a run would, without a call and without a file written. */
public final class DryRun implements DocumentSink {
    private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);

    private final String input;
    private long documents;
    private long jobs;
    private final Map<String, Long> rejected = new TreeMap<>();
    private final Map<String, Long> textRecords = new TreeMap<>();
    private final Batching batching;

    private DryRun(String input, Function<Batching.Taker, Batching> batching) {
        this.input = input;
        this.batching = batching.apply(this::batch);
    }

    /** Reads documents into a sink. */
    public interface Reading {
        void into(DocumentSink sink) throws IOException;
    }

    /**
     * Packs what is read.
     *
     * @param input what it is called
     * @param batching makes the packing that gives to a taker
     */
    public static DryRun of(String input, Function<Batching.Taker, Batching> batching, Reading reading)
            throws IOException {
        DryRun run = new DryRun(input, batching);
        reading.into(run);
        run.batching.finish();
        return run;
    }

    /** Packs each file of the inbox; texts of one document each together, as a run does. */
    public static List<DryRun> ofInbox(
            Folders folders, InboxFiles inbox, DocumentReader reader, Function<Batching.Taker, Batching> batching)
            throws IOException {
        List<DryRun> runs = new ArrayList<>();
        List<Path> texts = new ArrayList<>();
        for (Path file : inbox.all()) {
            Format format = Format.ofFileName(Durable.fileName(file)).orElseThrow();
            if (format == Format.TEXT) {
                texts.add(file);
            } else {
                String name = Input.slashes(folders.inbox().relativize(file));
                runs.add(of(name, batching, sink -> reader.read(file, name, format, sink)));
            }
        }
        if (!texts.isEmpty()) {
            runs.add(of(texts.size() + " texts", batching, sink -> {
                for (Path file : texts) {
                    reader.read(file, Input.slashes(folders.inbox().relativize(file)), Format.TEXT, sink);
                }
            }));
        }
        return runs;
    }

    /** What waits in the work folder: batches that are cut and not submitted, and inputs that are not cut yet. */
    public static List<DryRun> ofWork(
            Folders folders, DocumentReader reader, Function<Batching.Taker, Batching> batching) throws IOException {
        List<DryRun> runs = new ArrayList<>();
        for (Path folder : Durable.list(folders.work())) {
            if (!Files.exists(folder.resolve(Input.CLAIM_FILE))) {
                continue;
            }
            Input input = Input.open(folder);
            DryRun run = of(input.claim().name() + " (in work)", batching, sink -> {
                if (!input.isCut()) {
                    for (Path file : input.sourceFiles()) {
                        reader.read(file, input.relative(file), input.claim().format(), sink);
                    }
                }
            });
            for (Path state : List.of(input.todo(), input.posting())) {
                for (Path file : Durable.list(state)) {
                    run.waiting(file);
                }
            }
            if (run.documents > 0) {
                runs.add(run);
            }
        }
        return runs;
    }

    /** A running application may have taken the batch meanwhile. */
    private void waiting(Path file) throws IOException {
        try {
            batch(JobRecord.read(Files.readAllBytes(file)));
        } catch (NoSuchFileException movedOn) {
            LOG.trace("{} was taken meanwhile", file);
        }
    }

    @Override
    public void document(Document document) throws IOException {
        batching.document(document);
    }

    private void batch(JobRecord batch) {
        documents += batch.size();
        jobs += batch.jobs();
        for (Task task : batch.tasks()) {
            textRecords.merge(task.name(), batch.textRecordsOfAllParts(), Long::sum);
        }
    }

    @Override
    public void rejected(Rejected record) {
        documents++;
        rejected.merge(record.code(), 1L, Long::sum);
    }

    /** What is read: the file, or the topic. */
    public String input() {
        return input;
    }

    /** Documents and records that become none. */
    public long documents() {
        return documents;
    }

    /** Jobs that the service gets, if it refuses none. */
    public long jobs() {
        return jobs;
    }

    /** Dead letters that are certain, by code. */
    public Map<String, Long> rejected() {
        return Map.copyOf(rejected);
    }

    /** Text records that the service bills, by task. */
    public Map<String, Long> textRecords() {
        return Map.copyOf(textRecords);
    }
}
