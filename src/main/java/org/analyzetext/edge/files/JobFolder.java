package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.analyzetext.document.Json;
import org.analyzetext.edge.files.StateFilter.State;
import org.analyzetext.job.Batch;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.NewerRecordException;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.stage.StorageGate;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job queue in the work folder. A batch has one file, and the folder and name of that file are its state; a new
 * state is written before the old one is deleted. Thread-safe: the routes hand each file to one thread at a time.
 */
public final class JobFolder {
    private static final Logger LOG = LoggerFactory.getLogger(JobFolder.class);
    /** How long a record rests that only a newer release can read. */
    private static final Duration NEWER_RESTS = Duration.ofMinutes(1);

    private final Folders folders;
    private final Duration pause;
    private final StorageGate storage;
    private final ReadyTimes ready;
    private final Clock clock;
    private final WriteProbe probe;
    /** The inputs of which it was reported that a newer release has to continue them. */
    private final Set<Path> newer = ConcurrentHashMap.newKeySet();

    /**
     * The queue in these folders.
     *
     * @param pause how long a batch rests after a failure of this process
     * @param storage is closed while the work folder can't be written
     * @param ready learns when what is put here is ready
     */
    public JobFolder(Folders folders, Duration pause, StorageGate storage, ReadyTimes ready, Clock clock) {
        this.folders = folders;
        this.pause = pause;
        this.storage = storage;
        this.ready = ready;
        this.clock = clock;
        this.probe = new WriteProbe(folders.work(), storage);
    }

    /**
     * Takes a batch to submit it: from now on the outcome of a kill is unclear. Everything that is needed to keep its
     * job's id is there when this returns. Null when there is nothing to submit.
     */
    public @Nullable Batch take(@Body File waiting) throws IOException {
        Path todo = waiting.toPath();
        try {
            return moveToPosting(todo);
        } catch (NoSuchFileException gone) {
            if (Files.exists(todo)) {
                throw gone;
            }
            return null;
        } catch (IOException failure) {
            probe.run(failure);
            LOG.warn("{} can't be taken now and is submitted later: {}", todo, failure.toString());
            BatchFile resting = restingBatch(parse(todo), pause);
            rename(todo, resting);
            ready(State.TODO, resting);
            return null;
        }
    }

    private @Nullable Batch moveToPosting(Path todo) throws IOException {
        Path folder = Durable.parent(Durable.parent(todo));
        Batch record = read(todo, Batch.class);
        if (record == null) {
            return null;
        }
        Path posting = folder.resolve("posting").resolve(parse(todo).timeless());
        Files.createDirectories(Durable.parent(posting));
        Files.createDirectories(folder.resolve("jobs"));
        if (!JobRecordFile.hasRoom(todo)) {
            JobRecordFile.write(todo, record);
        }
        Durable.rename(todo, posting);
        return record;
    }

    /** Reads a job to poll, with the time and the poll that its name says. Null when there is nothing to poll. */
    public @Nullable SubmittedJob poll(@Body File due) throws IOException {
        Path job = due.toPath();
        BatchFile file = parse(job);
        SubmittedJob record = read(job, SubmittedJob.class);
        return record == null ? null : record.at(file.due(), file.poll());
    }

    private <R extends JobRecord> @Nullable R read(Path file, Class<R> type) throws IOException {
        try {
            JobRecord record = JobRecord.read(Files.readAllBytes(file));
            if (type.isInstance(record)) {
                return type.cast(record);
            }
            hold(file);
            return null;
        } catch (NoSuchFileException gone) {
            return null;
        } catch (NewerRecordException readable) {
            leave(file, readable);
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

    /**
     * Keeps records, each for as long as it takes: what was paid for must not be paid for again. A job that was polled is
     * put back by renaming its file.
     *
     * @param records a {@link JobRecord}, or a list of them
     * @param taken the batch or job that they follow; null where they follow none
     */
    public void keep(Object records, @Nullable JobRecord taken, CamelContext context) throws IOException {
        for (Object each : records instanceof List<?> list ? list : List.of(records)) {
            JobRecord record = (JobRecord) each;
            if (taken instanceof SubmittedJob before
                    && record instanceof SubmittedJob job
                    && before.jobId().equals(job.jobId())) {
                later(before, job);
            } else {
                store(record, context);
            }
        }
    }

    void store(JobRecord record, CamelContext context) {
        storage.store(context, record.toString(), () -> put(record));
    }

    /** Keeps a record; durable when this returns. A try that is kept or ended already is left as it is. */
    void put(JobRecord record) throws IOException {
        BatchFile file = BatchFile.of(record);
        Path folder = folders.inputOf(record);
        if (record instanceof SubmittedJob) {
            Path posting = folder.resolve("posting").resolve(file.timeless());
            Path job = folder.resolve("jobs").resolve(file.name());
            if (JobRecordFile.overwrite(posting, record)) {
                Durable.rename(posting, job);
            } else {
                JobRecordFile.write(job, record);
            }
            ready(State.DUE, file);
        } else if (!Input.open(folder).knows(file)) {
            // A try that follows another one may have been kept before a kill, and be on its way or over.
            JobRecordFile.write(folder.resolve("todo").resolve(file.name()), record);
            ready(State.TODO, file);
        }
    }

    private void ready(State state, BatchFile file) {
        ready.ready(state, file.due() == null ? Instant.MIN : file.due());
    }

    /** Puts a job back until its next poll: a rename alone. */
    void later(JobRecord now, JobRecord next) throws IOException {
        Path jobs = folders.inputOf(now).resolve("jobs");
        rename(jobs.resolve(BatchFile.of(now).name()), BatchFile.of(next));
        ready(State.DUE, BatchFile.of(next));
    }

    /** Lets go of a batch that was taken for submitting: what follows it is durable. */
    public void submitted(Batch batch) throws IOException {
        Files.deleteIfExists(posting(batch));
        ready.ready(State.QUIET);
    }

    /** Lets go of a job that was polled, unless it was put back: what follows it is durable. */
    public void polled(SubmittedJob job) throws IOException {
        Files.deleteIfExists(
                folders.inputOf(job).resolve("jobs").resolve(BatchFile.of(job).name()));
        ready.ready(State.QUIET);
    }

    /** Puts a batch back that could not be submitted, for as long as it takes; see {@link #putBack(Batch, int)}. */
    public void giveBack(Batch batch, int ambiguous, Exception failure, CamelContext context) {
        probe.run(failure);
        storage.store(context, batch.toString(), () -> putBack(batch, ambiguous));
    }

    /**
     * Puts a batch back that could not be submitted, to be taken again after a rest.
     *
     * @param ambiguous how many of its submits just ended unknown
     */
    void putBack(Batch batch, int ambiguous) throws IOException {
        Batch rested = batch.ambiguousMore(ambiguous).at(clock.instant().plus(pause));
        Path folder = folders.inputOf(batch);
        Path posting = posting(batch);
        Path todo = folder.resolve("todo").resolve(BatchFile.of(rested).name());
        Input input = Input.open(folder);
        if (input.hasSequel(BatchFile.of(batch)) || input.endHalving(batch)) {
            // The failure came after what follows the batch was kept.
            Files.deleteIfExists(posting);
            // The second half of a batch may have been written just now.
            ready.ready(State.TODO);
            ready.ready(State.QUIET);
            return;
        }
        if (ambiguous == 0 || JobRecordFile.overwrite(posting, rested)) {
            Durable.rename(posting, todo);
        } else {
            JobRecordFile.write(todo, rested);
            Files.delete(posting);
        }
        ready(State.TODO, BatchFile.of(rested));
    }

    /** Puts a job back that could not be polled, to be polled after a rest, for as long as it takes. */
    public void postpone(SubmittedJob job, Exception failure, CamelContext context) {
        probe.run(failure);
        storage.store(context, job.toString(), () -> rest(job));
    }

    void rest(SubmittedJob job) throws IOException {
        later(job, job.at(clock.instant().plus(pause), job.poll()));
    }

    /** Tries, while the work folder can't be written, whether it can again. */
    public void checkStorage() {
        probe.again();
    }

    /** Leaves a record where it is for the release that can read it. */
    private void leave(Path file, NewerRecordException record) throws IOException {
        Path input = Durable.parent(Durable.parent(file));
        if (newer.add(input)) {
            LOG.error(
                    "{} is {}: it stays where it is, and its input stays open, until a release that reads it runs here",
                    file,
                    record.getOriginalMessage());
        }
        BatchFile resting = restingBatch(parse(file), NEWER_RESTS);
        rename(file, resting);
        ready(State.TODO, resting);
        ready(State.DUE, resting);
    }

    /** Sets a file aside that is no job record: it is not lost, and its input stays open until it is dealt with. */
    private static void hold(Path file) throws IOException {
        Path held = Durable.parent(Durable.parent(file)).resolve("held").resolve(Durable.fileName(file));
        Files.createDirectories(Durable.parent(held));
        Durable.rename(file, held);
        LOG.error("{} is no job record and was set aside as {}; its input can't be completed without it", file, held);
    }

    private BatchFile restingBatch(BatchFile file, Duration rest) {
        return new BatchFile(file.batch(), file.attempt(), clock.instant().plus(rest), file.poll());
    }

    private static void rename(Path file, BatchFile name) throws IOException {
        Durable.rename(file, file.resolveSibling(name.name()));
    }

    private Path posting(Batch batch) {
        return folders.inputOf(batch)
                .resolve("posting")
                .resolve(BatchFile.of(batch).timeless());
    }

    private static BatchFile parse(Path file) {
        return BatchFile.parse(Durable.fileName(Objects.requireNonNull(file))).orElseThrow();
    }
}
