package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.analyzetext.document.LogText;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Batch;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.observe.RunCounters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the inputs of the work folder in order that a killed process left. Runs before anything else touches them. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final RunCounters counters;

    /** Counts the submits whose outcome a kill left unknown. */
    Recovery(RunCounters counters) {
        this.counters = counters;
    }

    /** Changes nothing unless all inputs can be recovered under this JVM's locale. */
    void recover(List<Path> inputs) throws IOException {
        for (Path folder : inputs) {
            checkNames(folder);
        }
        for (Path folder : inputs) {
            recover(folder);
        }
    }

    /** An input that was taken under another locale may have files that this JVM can neither read nor write. */
    private static void checkNames(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(Input.CLAIM_FILE))) {
            return;
        }
        Input input = Input.open(folder);
        String name = input.claim().name();
        if (!InputName.isWritable(name) || !input.sourceFiles().stream().allMatch(InputName::isWritable)) {
            throw new AnalyzeTextException("the input in " + folder + " has a name that can't be written in "
                    + System.getProperty("sun.jnu.encoding") + ", the charset of names in this JVM"
                    + " (sun.jnu.encoding). Start it under the locale under which the input was taken, such as"
                    + " LC_ALL=C.UTF-8; nothing was changed");
        }
    }

    private void recover(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(Input.CLAIM_FILE))) {
            if (holdsFiles(folder)) {
                throw new AnalyzeTextException(folder + " is no input of ours: it has no " + Input.CLAIM_FILE
                        + "; move it out of the work folder");
            }
            LOG.info("{} is dropped: a release before this one left it when it was killed", folder);
            Durable.deleteTree(folder);
            return;
        }
        Input input = Input.open(folder);
        if (!input.isCut()) {
            Durable.deleteTree(input.cut());
            if (!input.hasSourceFiles()) {
                // The claim was made and its file not yet moved: the inbox still has it.
                Durable.deleteTree(folder);
            }
            return;
        }
        for (Path file : Durable.list(input.held())) {
            release(input, file);
        }
        for (Path file : Durable.list(input.posting())) {
            BatchFile posting = BatchFile.parse(Durable.fileName(file)).orElse(null);
            if (posting == null) {
                continue;
            }
            if (input.hasSequel(posting)) {
                Files.delete(file);
            } else {
                resubmit(input, file, posting);
            }
        }
    }

    private static boolean holdsFiles(Path folder) throws IOException {
        try (var tree = Files.walk(folder)) {
            return tree.anyMatch(file -> Files.isRegularFile(file) && !Durable.isAside(file));
        }
    }

    /** Takes up what was set aside and can be read now: by another release, or because somebody put it right. */
    private static void release(Input input, Path file) throws IOException {
        JobRecord record = read(file);
        if (record != null && BatchFile.parse(Durable.fileName(file)).isPresent()) {
            Path folder = record instanceof SubmittedJob ? input.jobs() : input.todo();
            Files.createDirectories(folder);
            Durable.rename(file, folder.resolve(Durable.fileName(file)));
            LOG.info("{} had been set aside, can be read now and continues", file);
        } else {
            LOG.warn("{} is still no job record that can be read; its input can't be completed without it", file);
        }
    }

    /** Back to be submitted, with the unclear submit on its account. A file that is no record is held when it is taken. */
    private void resubmit(Input input, Path file, BatchFile posting) throws IOException {
        JobRecord record = read(file);
        if (record instanceof SubmittedJob job) {
            // Killed between keeping the job's id and the rename that makes the batch a job.
            Files.createDirectories(input.jobs());
            Durable.rename(file, input.jobs().resolve(BatchFile.of(job).name()));
            return;
        }
        Batch batch = record == null ? null : record.batch();
        if (batch != null && input.endHalving(batch)) {
            Files.delete(file);
            return;
        }
        counters.ambiguous();
        LOG.warn(
                "ambiguous submit: batch {} was being submitted when the process died; it may have been"
                        + " taken, and is sent again",
                LogText.ofBatch(input.key() + "/" + posting.batch()));
        Path todo = input.todo().resolve(posting.timeless());
        if (batch == null || JobRecordFile.overwrite(file, batch.ambiguousMore(1))) {
            Durable.rename(file, todo);
        } else {
            JobRecordFile.write(todo, batch.ambiguousMore(1));
            Files.delete(file);
        }
    }

    private static @Nullable JobRecord read(Path file) throws IOException {
        try {
            return JobRecord.read(Files.readAllBytes(file));
        } catch (JsonProcessingException noRecord) {
            return null;
        }
    }
}
