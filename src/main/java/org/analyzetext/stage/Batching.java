package org.analyzetext.stage;

import java.io.IOException;
import java.util.List;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchLimits;
import org.analyzetext.job.PackersByKey;
import org.analyzetext.job.Task;

/** Packs documents into batches as they come: of one set of tasks each, over-long ones alone. Not thread-safe. */
public final class Batching {
    private final DocumentRules rules;
    private final BatchLimits limits;
    private final String resource;
    private final List<Task> tasks;
    private final String input;
    private final long before;
    private final Taker taker;
    private final PackersByKey<List<String>, Document> packers;

    /** Takes what the packing gives. */
    public interface Taker {
        /** A batch that is full, or the last of its kind. */
        void batch(Batch batch) throws IOException;
    }

    /**
     * Packs the documents of an input.
     *
     * @param input how the names of its batches begin
     */
    public Batching(
            DocumentRules rules, BatchLimits limits, String resource, List<Task> tasks, String input, Taker taker) {
        this(rules, limits, resource, tasks, input, 0, taker);
    }

    /**
     * Packs more documents of an input.
     *
     * @param before batches that it has already
     */
    public Batching(
            DocumentRules rules,
            BatchLimits limits,
            String resource,
            List<Task> tasks,
            String input,
            long before,
            Taker taker) {
        this.before = before;
        this.rules = rules;
        this.limits = limits;
        this.resource = resource;
        this.tasks = List.copyOf(tasks);
        this.input = input;
        this.taker = taker;
        this.packers = new PackersByKey<>(limits);
    }

    /** Packs a document; it must not be larger than the limits of a batch. */
    public void document(Document document) throws IOException {
        List<String> asked = rules.tasksOf(document);
        give(
                rules.isOverLong(document)
                        ? List.of(packers.alone(asked, document))
                        : packers.add(asked, document, rules.size(document), bytes(document)));
    }

    private int bytes(Document document) throws IOException {
        return limits.maxBytes() == Integer.MAX_VALUE ? 0 : RecordLimit.bytes(document);
    }

    /** Gives the batches that are not full. */
    public void finish() throws IOException {
        give(packers.close());
    }

    private void give(List<PackersByKey.Batch<List<String>, Document>> closed) throws IOException {
        for (PackersByKey.Batch<List<String>, Document> batch : closed) {
            taker.batch(Batch.of(
                            input + "/" + Batch.nameOf(before + batch.number()),
                            resource,
                            Task.named(tasks, batch.key()),
                            batch.items())
                    .inParts(rules.parts(batch.items())));
        }
    }
}
