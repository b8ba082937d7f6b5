package org.analyzetext.edge.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.analyzetext.edge.InputProgress;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.observe.RunCounters;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work folder: owned by one process at a time, put in order at start, and read by whoever wants to know how far
 * things are. Thread-safe.
 */
final class WorkFolder extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

    /** How long the service keeps results. */
    private static final Duration RESULTS_KEPT = Duration.ofHours(24);

    /** What stands in the root of a mounted ext file system. */
    private static final String FILE_SYSTEMS_OWN = "lost+found";

    private final Folders folders;
    private final RunCounters counters;
    private final List<Path> beside;
    private final InboxFiles inbox;
    private final Predicate<Path> notTaken;
    private final Listings listings = new Listings(Clock.systemUTC(), Duration.ZERO);
    /** By folder, of the inputs that are cut. */
    private final Map<Path, Cut> cuts = new ConcurrentHashMap<>();

    /** Of the folders that this process alone may write. */
    private final List<FileChannel> locks = new ArrayList<>();

    /** The work folder of these folders; in the inbox no markers and no links count. */
    WorkFolder(Folders folders, RunCounters counters, List<Path> beside) {
        this(folders, counters, beside, new InboxFiles(folders.inbox()), file -> false);
    }

    /**
     * The work folder of these folders.
     *
     * @param beside the folders where inputs come from and answers go to; made when they are missing
     * @param inbox what is waited for in the inbox
     * @param notTaken files of the inbox that are not waited for, because they could not be taken
     */
    public WorkFolder(
            Folders folders, RunCounters counters, List<Path> beside, InboxFiles inbox, Predicate<Path> notTaken) {
        this.folders = folders;
        this.inbox = inbox;
        this.notTaken = notTaken;
        this.counters = counters;
        this.beside = List.copyOf(beside);
    }

    @Override
    protected void doStart() throws IOException {
        Durable.createPrivateFolder(folders.work());
        lock(folders.work().resolve(".lock"));
        checkOneFileSystem();
        for (Path folder : Set.copyOf(beside)) {
            // Who shares an inbox gets other files; who shares the others would overwrite them.
            if (!folder.equals(folders.inbox()) && !folder.equals(folders.work())) {
                lock(folder.resolve(".lock"));
            }
        }
        for (Path trash : trash()) {
            Durable.deleteTree(trash);
        }
        Durable.deleteTree(folders.work().resolve(Inbox.CLAIMING));
        new Recovery(counters).recover(inputFolders());
    }

    @Override
    protected void doStop() throws IOException {
        for (FileChannel lock : locks) {
            lock.close();
        }
        locks.clear();
    }

    private void lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            LOG.debug("{} is locked in this process", file);
        }
        if (lock == null) {
            channel.close();
            doStop();
            throw new AnalyzeTextException("the folder " + Durable.parent(file)
                    + " belongs to another running process (it holds " + file
                    + "): each would overwrite what the other writes. Stop that one, or give this one work, results,"
                    + " dead letters, done and accounts folders of its own (analyze-text.files.work and so on)");
        }
        locks.add(channel);
    }

    private void checkOneFileSystem() throws IOException {
        for (Path folder : beside) {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folders.work(), ".probe-", "");
            Path there = folder.resolve(Durable.fileName(probe));
            Durable.rename(probe, there);
            Files.delete(there);
        }
    }

    private List<Path> trash() throws IOException {
        try (var entries = Files.list(folders.work())) {
            return entries.filter(entry -> Durable.fileName(entry).startsWith(Joiner.TRASH))
                    .toList();
        }
    }

    private List<Path> inputFolders() throws IOException {
        return Durable.list(folders.work()).stream()
                .filter(WorkFolder::mayBeInput)
                .toList();
    }

    private boolean hasNoInput() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folders.work(), WorkFolder::mayBeInput)) {
            return !entries.iterator().hasNext();
        }
    }

    private static boolean mayBeInput(Path entry) {
        String name = Durable.fileName(entry);
        return !name.startsWith(".") && !name.equals(FILE_SYSTEMS_OWN) && Files.isDirectory(entry);
    }

    /**
     * What changes only when an input gets further batches, so that it is not read of thousands of inputs each time.
     *
     * @param manifest when the manifest was written
     */
    private record Cut(FileTime manifest, String name, long documents, long batches, Instant receivedAt) {}

    /** How far each input is, read from the names. */
    public List<InputProgress> progress() throws IOException {
        List<InputProgress> all = new ArrayList<>();
        List<Path> folders = inputFolders();
        cuts.keySet().retainAll(Set.copyOf(folders));
        for (Path folder : folders) {
            try {
                progress(folder).ifPresent(all::add);
            } catch (NoSuchFileException | FileNotFoundException finishedMeanwhile) {
                LOG.trace("{} is finished", folder);
            }
        }
        return all;
    }

    private Optional<InputProgress> progress(Path folder) throws IOException {
        Cut cut = cuts.get(folder);
        if (cut == null || !cut.manifest().equals(Files.getLastModifiedTime(folder.resolve(Input.MANIFEST_FILE)))) {
            if (!Files.exists(folder.resolve(Input.CLAIM_FILE))) {
                return Optional.empty();
            }
            Input input = Input.open(folder);
            if (!input.isCut()) {
                return Optional.of(new InputProgress(input.claim().name(), -1, 0, 0, 0, input.receivedAt()));
            }
            FileTime written = Files.getLastModifiedTime(folder.resolve(Input.MANIFEST_FILE));
            Input.Manifest manifest = input.manifest();
            cut = new Cut(written, input.claim().name(), manifest.documents(), manifest.batches(), input.receivedAt());
            cuts.put(folder, cut);
        }
        long inFlight = listings.count(folder.resolve("jobs"));
        long open = inFlight + listings.count(folder.resolve("todo")) + listings.count(folder.resolve("posting"));
        return Optional.of(
                new InputProgress(cut.name(), cut.documents(), cut.batches(), open, inFlight, cut.receivedAt()));
    }

    /**
     * Jobs that the service has.
     *
     * @param until when it deletes the results of the first of them; far in the future without any
     */
    record Left(long jobs, Instant until) {
        static final Left NOTHING = new Left(0, Instant.MAX);

        private static final int HALF_AN_HOUR = 30;

        /** What to do about them; empty where there are none. */
        String inWords(Instant now) {
            if (jobs == 0) {
                return "";
            }
            Duration time = Duration.between(now, until);
            String within = time.toMinutes() > 60
                    ? time.plusMinutes(HALF_AN_HOUR).toHours() + " h"
                    : Math.max(0, time.toMinutes()) + " min";
            return "%d %s at the service; start again within %s (before %s), or their documents are paid for again"
                    .formatted(
                            jobs, jobs == 1 ? "job stays" : "jobs stay", within, until.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    /** The jobs that the service has. A job's file is written when it is accepted, and only renamed from there. */
    public Left left() throws IOException {
        long jobs = 0;
        Instant first = Instant.MAX;
        for (Path folder : inputFolders()) {
            for (Path job : Durable.list(folder.resolve("jobs"))) {
                Instant until = Files.getLastModifiedTime(job).toInstant().plus(RESULTS_KEPT);
                first = until.isBefore(first) ? until : first;
                jobs++;
            }
        }
        return new Left(jobs, first);
    }

    /** Whether files stay in the inbox that could not be taken; the log names them. */
    public boolean hasFilesNotTaken() {
        return inbox.any(notTaken);
    }

    /** Whether every input has its answer: nothing in the inbox that could be one, and nothing under way. */
    public boolean drained() throws IOException {
        try {
            return !inbox.any(notTaken.negate())
                    && Inbox.groupIsEmpty(folders)
                    && DirectFolder.isEmpty(folders)
                    && hasNoInput();
        } catch (java.io.UncheckedIOException | NoSuchFileException moving) {
            return false;
        }
    }
}
