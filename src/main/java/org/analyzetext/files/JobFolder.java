package org.analyzetext.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.analyzetext.document.Json;
import org.analyzetext.job.JobRecord;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job queue in the work folder. A batch has one file, and the folder and name of that file are its state; a new
 * state is written before the old one is deleted. Thread-safe: the routes hand each file to one thread at a time.
 */
public final class JobFolder {
    private static final Logger LOG = LoggerFactory.getLogger(JobFolder.class);

    private final Folders folders;
    private final Duration pause;
    private final Clock clock;

    /**
     * The queue in these folders.
     *
     * @param pause how long a batch rests after a failure of this process
     */
    public JobFolder(Folders folders, Duration pause, Clock clock) {
        this.folders = folders;
        this.pause = pause;
        this.clock = clock;
    }

    /** Takes a batch to submit it: from now on the outcome of a kill is unclear. Null when the file is gone. */
    public @Nullable JobRecord take(@Body File waiting) throws IOException {
        Path todo = waiting.toPath();
        Path folder = Durable.parent(Durable.parent(todo));
        BatchFile file = parse(todo);
        Path posting = folder.resolve("posting").resolve(file.timeless());
        Files.createDirectories(Durable.parent(posting));
        try {
            Durable.rename(todo, posting);
        } catch (NoSuchFileException gone) {
            return null;
        }
        try {
            return read(posting);
        } catch (IOException unreadable) {
            Durable.rename(posting, todo);
            throw unreadable;
        }
    }

    /** Reads a job to look at it, with the time and the look that its name says. Null when the file is gone. */
    public @Nullable JobRecord look(@Body File due) throws IOException {
        Path job = due.toPath();
        BatchFile file = parse(job);
        JobRecord record = read(job);
        return record == null ? null : record.at(file.due(), file.look());
    }

    private static @Nullable JobRecord read(Path file) throws IOException {
        try {
            return JobRecord.read(Files.readAllBytes(file));
        } catch (NoSuchFileException gone) {
            return null;
        } catch (JsonProcessingException unreadable) {
            hold(file);
            return null;
        }
    }

    /** How many documents a file's record has; none if it is no record. */
    static int size(Path file) throws IOException {
        try {
            return Json.MAPPER.readValue(file.toFile(), JobRecord.class).size();
        } catch (JsonProcessingException unreadable) {
            return 0;
        }
    }

    /** Keeps a record; durable when this returns. A try that is kept or ended already is left as it is. */
    public void put(@Body JobRecord record) throws IOException {
        BatchFile file = BatchFile.of(record);
        Path folder = folders.inputOf(record);
        if (record.state() == JobRecord.State.SUBMITTED) {
            write(folder.resolve("jobs"), file, record);
        } else if (!Input.open(folder).knows(file)) {
            // A try that follows another one may have been kept before a kill, and be on its way or over.
            write(folder.resolve("todo"), file, record);
        }
    }

    /** Puts a job back until its next look: a rename alone. */
    public void later(JobRecord now, JobRecord next) throws IOException {
        Path jobs = folders.inputOf(now).resolve("jobs");
        Durable.rename(
                jobs.resolve(BatchFile.of(now).name()),
                jobs.resolve(BatchFile.of(next).name()));
    }

    /** Lets go of a batch that was taken for submitting: what follows it is durable. */
    public void submitted(JobRecord batch) throws IOException {
        Files.deleteIfExists(folders.inputOf(batch)
                .resolve("posting")
                .resolve(BatchFile.of(batch).timeless()));
    }

    /** Lets go of a job that was looked at, unless it was put back: what follows it is durable. */
    public void looked(JobRecord job) throws IOException {
        Files.deleteIfExists(
                folders.inputOf(job).resolve("jobs").resolve(BatchFile.of(job).name()));
    }

    /**
     * Puts a batch back that could not be submitted, to be taken again after a rest.
     *
     * @param ambiguous how many of its submits just ended unknown, or null for none
     */
    public void putBack(JobRecord batch, @Nullable Integer ambiguous) throws IOException {
        JobRecord rested = batch.ambiguousMore(ambiguous == null ? 0 : ambiguous)
                .at(clock.instant().plus(pause), 0);
        Path folder = folders.inputOf(batch);
        Path posting = folder.resolve("posting").resolve(BatchFile.of(batch).timeless());
        Path todo = folder.resolve("todo").resolve(BatchFile.of(rested).name());
        Input input = Input.open(folder);
        if (input.hasSequel(BatchFile.of(batch)) || input.endHalving(batch)) {
            // The failure came after what follows the batch was kept.
            Files.deleteIfExists(posting);
        } else if (ambiguous == null) {
            Durable.rename(posting, todo);
        } else {
            Durable.write(todo, out -> Json.MAPPER.writeValue(out, rested));
            Files.delete(posting);
        }
    }

    /** Puts a job back that could not be looked at, to be looked at after a rest. */
    public void rest(JobRecord job) throws IOException {
        later(job, job.at(clock.instant().plus(pause), job.look()));
    }

    /** Sets a file aside that is no job record: nobody loses it, and its input stays open until somebody looks. */
    private static void hold(Path file) throws IOException {
        Path held = Durable.parent(Durable.parent(file)).resolve("held").resolve(Durable.fileName(file));
        Files.createDirectories(Durable.parent(held));
        Durable.rename(file, held);
        LOG.error("{} is no job record and was set aside as {}; its input can't be completed without it", file, held);
    }

    private static void write(Path folder, BatchFile file, JobRecord record) throws IOException {
        Durable.write(folder.resolve(file.name()), out -> Json.MAPPER.writeValue(out, record));
    }

    private static BatchFile parse(Path file) {
        return BatchFile.parse(Durable.fileName(Objects.requireNonNull(file))).orElseThrow();
    }
}
