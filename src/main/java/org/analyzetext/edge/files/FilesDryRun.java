package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.Format;
import org.analyzetext.job.Batch;
import org.analyzetext.job.JobRecord;
import org.analyzetext.stage.Batching;
import org.analyzetext.stage.DryRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits in the inbox and in the work folder, and what it would become. */
final class FilesDryRun {
    private static final Logger LOG = LoggerFactory.getLogger(FilesDryRun.class);

    private FilesDryRun() {}

    /** Packs each file of the inbox; texts of one document each together, as a run does. */
    public static List<DryRun> ofInbox(
            Folders folders, InboxFiles inbox, DocumentReader reader, Function<Batching.Taker, Batching> batching)
            throws IOException {
        List<DryRun> runs = new ArrayList<>();
        List<Path> texts = new ArrayList<>();
        for (Path file : inbox.all()) {
            if (inbox.isGrouped(file)) {
                texts.add(file);
            } else {
                Format format = Format.ofFileName(Durable.fileName(file)).orElseThrow();
                String name = Input.slashes(folders.inbox().relativize(file));
                runs.add(DryRun.of(name, batching, sink -> reader.read(file, name, format, sink)));
            }
        }
        if (!texts.isEmpty()) {
            runs.add(DryRun.of(texts.size() + " texts", batching, sink -> {
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
            DryRun run = DryRun.of(input.claim().name() + " (in work)", batching, sink -> {
                if (!input.isCut()) {
                    for (Path file : input.sourceFiles()) {
                        reader.read(file, input.relative(file), input.claim().format(), sink);
                    }
                }
            });
            for (Path state : List.of(input.todo(), input.posting())) {
                for (Path file : Durable.list(state)) {
                    waiting(file, run);
                }
            }
            if (run.documents() > 0) {
                runs.add(run);
            }
        }
        return runs;
    }

    /** A running application may have taken the batch meanwhile. */
    private static void waiting(Path file, DryRun run) throws IOException {
        try {
            if (JobRecord.read(Files.readAllBytes(file)) instanceof Batch batch) {
                run.batch(batch);
            }
        } catch (NoSuchFileException movedOn) {
            LOG.trace("{} was taken meanwhile", file);
        }
    }
}
