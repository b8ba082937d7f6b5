package org.analyzetext.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.analyzetext.AnalyzeTextException;
import org.analyzetext.RunCounters;
import org.analyzetext.document.Json;
import org.analyzetext.job.JobRecord;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work folder: owned by one process at a time, put in order at start, and read by whoever wants to know how far
 * things are. Thread-safe.
 */
public final class WorkFolder extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);

    private final Folders folders;
    private final RunCounters counters;
    private final List<Path> beside;
    private final InboxFiles inbox;
    private @Nullable FileChannel lockChannel;

    /** The work folder of these folders; in the inbox no markers and no links count. */
    WorkFolder(Folders folders, RunCounters counters, List<Path> beside) {
        this(folders, counters, beside, new InboxFiles(folders.inbox()));
    }

    /**
     * The work folder of these folders.
     *
     * @param beside the folders where inputs come from and answers go to; made when they are missing
     * @param inbox what is waited for in the inbox
     */
    public WorkFolder(Folders folders, RunCounters counters, List<Path> beside, InboxFiles inbox) {
        this.folders = folders;
        this.inbox = inbox;
        this.counters = counters;
        this.beside = List.copyOf(beside);
    }

    @Override
    protected void doStart() throws IOException {
        Durable.createPrivateFolder(folders.work());
        lock();
        checkOneFileSystem();
        for (Path trash : trash()) {
            Durable.deleteTree(trash);
        }
        for (Path folder : inputFolders()) {
            recover(folder);
        }
    }

    @Override
    protected void doStop() throws IOException {
        if (lockChannel != null) {
            lockChannel.close();
            lockChannel = null;
        }
    }

    private void lock() throws IOException {
        Path file = folders.work().resolve(".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            LOG.debug("{} is locked in this process", file);
        }
        if (lock == null) {
            channel.close();
            throw new AnalyzeTextException("the work folder " + folders.work()
                    + " belongs to another running process (it holds " + file
                    + "); stop that one, or give this one a work folder of its own (analyze-text.files.work)");
        }
        lockChannel = channel;
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

    /** Puts an input in order that a killed process left. */
    private void recover(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(Input.CLAIM_FILE))) {
            throw new AnalyzeTextException(folder + " is no input of ours: it has no " + Input.CLAIM_FILE
                    + "; move it out of the work folder");
        }
        Input input = Input.open(folder);
        if (!input.isCut()) {
            Durable.deleteTree(input.cut());
            if (input.sourceFiles().isEmpty()) {
                // The claim was made and its file not yet moved: the inbox still has it.
                Durable.deleteTree(folder);
            }
            return;
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

    /** Back to be submitted, with the unclear submit on its account. A file that is no record is held when it is taken. */
    private void resubmit(Input input, Path file, BatchFile posting) throws IOException {
        JobRecord record = read(file);
        if (record != null && input.endHalving(record)) {
            Files.delete(file);
            return;
        }
        counters.ambiguous();
        LOG.warn(
                "ambiguous submit: batch {}/{} was being submitted when the process died; it may have been"
                        + " taken, and is sent again",
                input.key(),
                posting.batch());
        Path todo = input.todo().resolve(posting.timeless());
        if (record == null) {
            Durable.rename(file, todo);
        } else {
            Durable.write(todo, out -> Json.MAPPER.writeValue(out, record.ambiguousMore(1)));
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

    private List<Path> trash() throws IOException {
        try (var entries = Files.list(folders.work())) {
            return entries.filter(entry -> Durable.fileName(entry).startsWith(Joiner.TRASH))
                    .toList();
        }
    }

    private List<Path> inputFolders() throws IOException {
        return Durable.list(folders.work()).stream().filter(Files::isDirectory).toList();
    }

    /**
     * How far an input is.
     *
     * @param name its name
     * @param documents documents in it; -1 while it is being cut
     * @param batches batches in all
     * @param open batches without an answer yet
     * @param inFlight batches that the service has
     */
    public record Progress(String name, long documents, long batches, long open, long inFlight) {}

    /** How far each input is, read from the names. */
    public List<Progress> progress() throws IOException {
        List<Progress> all = new ArrayList<>();
        for (Path folder : inputFolders()) {
            try {
                progress(folder).ifPresent(all::add);
            } catch (NoSuchFileException | FileNotFoundException finishedMeanwhile) {
                LOG.trace("{} is finished", folder);
            }
        }
        return all;
    }

    private static Optional<Progress> progress(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(Input.CLAIM_FILE))) {
            return Optional.empty();
        }
        Input input = Input.open(folder);
        if (!input.isCut()) {
            return Optional.of(new Progress(input.claim().name(), -1, 0, 0, 0));
        }
        Input.Manifest manifest = input.manifest();
        long inFlight = Durable.list(input.jobs()).size();
        long open = inFlight
                + Durable.list(input.todo()).size()
                + Durable.list(input.posting()).size();
        return Optional.of(
                new Progress(input.claim().name(), manifest.documents(), manifest.batches(), open, inFlight));
    }

    /** Whether every input has its answer: nothing in the inbox that could be one, and nothing under way. */
    public boolean drained() throws IOException {
        try {
            return !inbox.any()
                    && Inbox.groupIsEmpty(folders)
                    && CallFolder.isEmpty(folders)
                    && inputFolders().isEmpty();
        } catch (java.io.UncheckedIOException | NoSuchFileException moving) {
            return false;
        }
    }
}
