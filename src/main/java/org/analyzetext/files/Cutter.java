package org.analyzetext.files;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.analyzetext.batch.BatchLimits;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.Json;
import org.analyzetext.document.Rejected;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Task;
import org.analyzetext.result.DeadLetter;
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
    private final Clock clock;

    public Cutter(
            DocumentReader reader,
            DocumentRules rules,
            BatchLimits limits,
            String resource,
            List<Task> tasks,
            Clock clock) {
        this.reader = reader;
        this.rules = rules;
        this.limits = limits;
        this.resource = resource;
        this.tasks = List.copyOf(tasks);
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
        try (Cut cut = new Cut(input)) {
            for (Path file : input.sourceFiles()) {
                reader.read(file, input.relative(file), input.claim().format(), cut);
            }
            manifest = cut.finish();
        }
        Durable.write(input.folder().resolve(Input.MANIFEST_FILE), out -> Json.MAPPER.writeValue(out, manifest));
        Durable.rename(input.cut(), input.todo());
        LOG.info(
                "cut {}: {} documents in {} batches, {} rejected",
                input.claim().name(),
                manifest.documents(),
                manifest.batches(),
                manifest.rejected());
    }

    /** A cut in the making. */
    private final class Cut implements DocumentSink, AutoCloseable {
        private final Input input;
        private final Batching batching;
        private final OutputStream rejectedOut;
        private final JsonGenerator rejectedLines;
        private long documents;
        private long rejected;
        private long batches;

        Cut(Input input) throws IOException {
            this.input = input;
            batching = new Batching(rules, limits, resource, tasks, input.key(), this::batch);
            rejectedOut = Files.newOutputStream(input.rejected());
            rejectedLines = JsonLines.generator(rejectedOut);
        }

        @Override
        public void document(Document document) throws IOException {
            batching.document(document);
        }

        private void batch(JobRecord batch) throws IOException {
            documents += batch.size();
            batches++;
            Durable.write(input.cut().resolve(BatchFile.of(batch).name()), out -> Json.MAPPER.writeValue(out, batch));
        }

        @Override
        public void rejected(Rejected record) throws IOException {
            documents++;
            rejected++;
            JsonLines.write(rejectedLines, DeadLetter.of(record, clock.instant()));
        }

        Input.Manifest finish() throws IOException {
            batching.finish();
            return new Input.Manifest(
                    documents, rejected, batches, tasks.stream().map(Task::name).toList());
        }

        @Override
        public void close() throws IOException {
            rejectedLines.close();
            rejectedOut.close();
        }
    }
}
