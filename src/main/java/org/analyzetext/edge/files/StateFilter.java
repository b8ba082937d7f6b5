package org.analyzetext.edge.files;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a route the files of one state in the work folder, and nothing else. Thread-safe. */
public final class StateFilter implements GenericFileFilter<File> {
    private static final Logger LOG = LoggerFactory.getLogger(StateFilter.class);

    private final State state;
    private final Clock clock;
    private final Duration longestWait;
    private final BooleanSupplier open;
    private final ReadyTimes ready;
    private final Listings listings;
    private volatile boolean found;

    /** The states that routes wait for. */
    public enum State {
        /** Inputs that are claimed and not yet cut: their {@code input.json}. */
        CLAIMED,
        /** Batches that may be submitted: files in {@code todo/}. */
        TODO,
        /** Jobs that may be polled: files in {@code jobs/}. */
        DUE,
        /** Inputs without a batch on its way: their {@code manifest.json}. */
        QUIET
    }

    public StateFilter(State state, Clock clock, Duration longestWait, ReadyTimes ready) {
        this(state, clock, longestWait, ready, () -> true);
    }

    /**
     * Shows files of that state.
     *
     * @param longestWait the longest wait of a batch
     * @param ready when files are ready
     * @param open whether to show any
     */
    public StateFilter(State state, Clock clock, Duration longestWait, ReadyTimes ready, BooleanSupplier open) {
        this.state = state;
        this.clock = clock;
        this.longestWait = longestWait;
        this.ready = ready;
        this.open = open;
        this.listings = new Listings(clock, longestWait);
    }

    /** Whether any may be shown. While none may, all of them wait for the moment when they may. */
    boolean isOpen() {
        boolean isOpen = open.getAsBoolean();
        if (!isOpen) {
            ready.ready(state);
        }
        return isOpen;
    }

    /** Whether a file may be ready now, as far as this process knows. */
    boolean mayBeReady() {
        Instant next = ready.next(state);
        return !next.equals(Instant.MAX) && BatchFile.isDue(next, clock.instant(), longestWait);
    }

    /** A scan begins. */
    void scanning() {
        found = false;
        ready.scanned(state);
    }

    /** Whether the scan has found a file, though it may be worked on already. */
    boolean hasFound() {
        return found;
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath();
        String name = file.getFileNameOnly();
        if (file.isDirectory()) {
            return isInput(file) ? mayHaveSome(path) : holdsFiles(name);
        }
        boolean accepted =
                switch (state) {
                    case CLAIMED -> name.equals(Input.CLAIM_FILE) && claimed(path);
                    case QUIET -> name.equals(Input.MANIFEST_FILE) && quiet(path);
                    case TODO, DUE -> due(name) && open.getAsBoolean();
                };
        if (accepted) {
            found = true;
        }
        return accepted;
    }

    private boolean holdsFiles(String folder) {
        return switch (state) {
            case CLAIMED, QUIET -> false;
            case TODO -> folder.equals("todo");
            case DUE -> folder.equals("jobs");
        };
    }

    /** Whether it is worth going through an input's folder; there may be thousands. */
    private boolean mayHaveSome(Path folder) {
        Path todo = folder.resolve("todo");
        Path jobs = folder.resolve("jobs");
        try {
            return switch (state) {
                case CLAIMED -> !Files.isDirectory(todo);
                case QUIET -> Files.isDirectory(todo) && listings.hasNone(todo) && listings.hasNone(jobs);
                case TODO -> hasDue(todo);
                case DUE -> hasDue(jobs);
            };
        } catch (IOException | UncheckedIOException goneOrMoving) {
            LOG.trace("{} is not ready", folder, goneOrMoving);
            return false;
        }
    }

    private boolean hasDue(Path folder) throws IOException {
        Instant earliest = listings.earliest(folder);
        if (listings.isDue(earliest)) {
            return true;
        }
        if (earliest != null) {
            ready.ready(state, earliest);
        }
        return false;
    }

    private static boolean isInput(GenericFile<File> folder) {
        return !folder.getRelativeFilePath().contains(File.separator);
    }

    /** One that is due later is noted: its neighbour, which is due, would be all that the next scan knew of. */
    private boolean due(String name) {
        BatchFile file = BatchFile.parse(name).orElse(null);
        if (file == null) {
            return false;
        }
        boolean due = file.dueBy(clock.instant(), longestWait);
        if (!due && file.due() != null) {
            ready.ready(state, file.due());
        }
        return due;
    }

    private static boolean claimed(Path claim) {
        try {
            Input input = Input.open(Durable.parent(claim));
            return !input.isCut() && input.hasSourceFiles();
        } catch (IOException | UncheckedIOException goneOrMoving) {
            LOG.trace("{} is not ready", claim, goneOrMoving);
            return false;
        }
    }

    private static boolean quiet(Path manifest) {
        try {
            return Input.open(Durable.parent(manifest)).isQuiet();
        } catch (IOException | UncheckedIOException goneOrMoving) {
            LOG.trace("{} is not ready", manifest, goneOrMoving);
            return false;
        }
    }
}
