package org.analyzetext.stage;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.Rejected;
import org.analyzetext.job.Batch;
import org.analyzetext.job.Task;

/** What an input would become, found by packing it as a run would, without a call and without a file written. */
public final class DryRun implements DocumentSink {
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

    @Override
    public void document(Document document) throws IOException {
        batching.document(document);
    }

    /** Counts a batch that is made already. */
    public void batch(Batch batch) {
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
