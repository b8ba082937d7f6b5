package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.SubmittedJob;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs of the work folder that the service has, for a stop that cancels them. Thread-safe. */
public final class JobsInFlight {
    private static final Logger LOG = LoggerFactory.getLogger(JobsInFlight.class);

    private final Folders folders;
    private final Duration time;
    private final Clock clock;

    /**
     * The jobs in these folders.
     *
     * @param time how long jobs are given out to be cancelled
     */
    public JobsInFlight(Folders folders, Duration time, Clock clock) {
        this.folders = folders;
        this.time = time;
        this.clock = clock;
    }

    /** All jobs in flight, one after the other for as long as there is time. Nobody else may work on them. */
    public Iterator<SubmittedJob> all() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path input : Durable.list(folders.work())) {
            if (Files.isDirectory(input.resolve("jobs"))) {
                files.addAll(Durable.list(input.resolve("jobs")).stream()
                        .filter(file -> BatchFile.parse(Durable.fileName(file)).isPresent())
                        .toList());
            }
        }
        if (!files.isEmpty()) {
            LOG.info(
                    "{} jobs in flight are cancelled at the service (analyze-text.shutdown.jobs=cancel)", files.size());
        }
        return new Jobs(files.iterator(), files.size(), clock.instant().plus(time));
    }

    /** Notes in a job's record, durably, that it is cancelled. Its name stays. */
    public void cancelling(SubmittedJob job) throws IOException {
        Path file =
                folders.inputOf(job).resolve("jobs").resolve(BatchFile.of(job).name());
        if (!JobRecordFile.overwrite(file, job.cancelling())) {
            JobRecordFile.write(file, job.cancelling());
        }
    }

    private static @Nullable SubmittedJob read(Path file) throws IOException {
        try {
            BatchFile name = BatchFile.parse(Durable.fileName(file)).orElseThrow();
            return JobRecord.read(Files.readAllBytes(file)) instanceof SubmittedJob job
                    ? job.at(name.due(), name.poll())
                    : null;
        } catch (NoSuchFileException | JsonProcessingException noJob) {
            // The next start reports it.
            LOG.debug("{} is no job", file, noJob);
            return null;
        }
    }

    private final class Jobs implements Iterator<SubmittedJob> {
        private final Iterator<Path> files;
        private final Instant end;
        private int left;
        private @Nullable SubmittedJob next;

        Jobs(Iterator<Path> files, int size, Instant end) {
            this.files = files;
            this.left = size;
            this.end = end;
        }

        @Override
        public boolean hasNext() {
            while (next == null && files.hasNext()) {
                if (!clock.instant().isBefore(end)) {
                    LOG.warn(
                            "{} jobs in flight are not cancelled and continue at the service: analyze-text.shutdown.cancel-time"
                                    + " is up. The next start polls them",
                            left);
                    left = 0;
                    return false;
                }
                left--;
                try {
                    next = read(files.next());
                } catch (IOException unreadable) {
                    LOG.warn("a job is not cancelled, because its file can't be read: {}", unreadable.toString());
                }
            }
            return next != null;
        }

        @Override
        public SubmittedJob next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            SubmittedJob job = next;
            next = null;
            return job;
        }
    }
}
