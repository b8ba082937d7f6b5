package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.analyzetext.document.DirectMessage;
import org.analyzetext.document.Document;
import org.analyzetext.document.Format;
import org.analyzetext.document.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the documents that the host gives in the work folder: a file for each call, gathered into one open input, so
 * that single documents fill jobs together. Thread-safe.
 */
public final class DirectFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DirectFolder.class);
    private static final String OPEN = ".calls";
    /** An input closes at this size: a hundred full jobs. */
    private static final int MOST = 2_500;

    private final Folders folders;
    private final Duration linger;
    private final ReadyTimes ready;
    private final Clock clock;
    /** Calls are kept side by side; while the input is closed nothing is written to it. */
    private final ReadWriteLock closing = new ReentrantReadWriteLock();

    private final AtomicInteger documents = new AtomicInteger();
    /** When the first call came that waits; also the past after a start, which may have found some. */
    private volatile Instant first = Instant.EPOCH;

    /**
     * Keeps calls in these folders.
     *
     * @param linger how long documents wait for others at most
     * @param ready learns that there is an input to cut
     */
    public DirectFolder(Folders folders, Duration linger, ReadyTimes ready, Clock clock) {
        this.folders = folders;
        this.linger = linger;
        this.ready = ready;
        this.clock = clock;
    }

    /** Keeps the documents of a call; on disk when this returns. */
    public void keep(DirectMessage call) throws IOException {
        if (call.documents().isEmpty()) {
            return;
        }
        Lock writing = closing.readLock();
        writing.lock();
        try {
            Path aside = Durable.writeAside(open(folders).resolve("aside").resolve(call.name()), out -> {
                try (JsonGenerator lines = JsonLines.generator(out)) {
                    for (Document document : call.documents()) {
                        JsonLines.write(lines, document);
                    }
                }
            });
            Path source = source(folders);
            Files.createDirectories(source);
            Durable.rename(aside, source.resolve(call.name()));
            Durable.forceFolder(source);
            if (documents.getAndAdd(call.documents().size()) == 0) {
                first = clock.instant();
            }
        } finally {
            writing.unlock();
        }
    }

    /** Makes the open input one to be cut when its first document has waited long enough, or when it is large. */
    public void closeWhenDue() throws IOException {
        Instant now = clock.instant();
        // A clock that was put back would make the calls wait for as long.
        boolean due = !now.isBefore(first.plus(linger)) || now.isBefore(first);
        if (documents.get() < MOST && !due) {
            return;
        }
        Lock alone = closing.writeLock();
        alone.lock();
        try {
            if (!isEmpty(folders)) {
                close();
            }
        } finally {
            alone.unlock();
        }
    }

    private void close() throws IOException {
        Path oldest = Durable.list(source(folders)).get(0);
        String name = Durable.fileName(oldest).replaceFirst("^call-", "calls-");
        Durable.write(
                open(folders).resolve(Input.CLAIM_FILE),
                out -> Json.MAPPER.writeValue(out, new Input.Claim(name, null, Format.DOCUMENTS)));
        Durable.rename(open(folders), folders.work().resolve(name));
        ready.ready(StateFilter.State.CLAIMED);
        LOG.debug("took the documents of calls as input {}", name);
        documents.set(0);
    }

    /** Whether no call waits. */
    static boolean isEmpty(Folders folders) throws IOException {
        return Durable.isEmpty(source(folders));
    }

    private static Path open(Folders folders) {
        return folders.work().resolve(OPEN);
    }

    private static Path source(Folders folders) {
        return open(folders).resolve("source");
    }
}
