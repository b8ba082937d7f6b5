package org.analyzetext.edge.files;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a route the files of one state in the work folder, and nothing else. Thread-safe. */
public final class StateFilter implements GenericFileFilter<File> {
    private static final Logger LOG = LoggerFactory.getLogger(StateFilter.class);

    private final State state;
    private final Clock clock;
    private final Duration longestWait;
    private final BooleanSupplier open;
    private final ReadyTimes.Watch ready;
    private final Listings listings;
    private final @Nullable FairShare share;
    private volatile boolean found;
    private volatile LongSupplier nanoTime = System::nanoTime;
    private volatile long looked;

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
        this(state, clock, longestWait, ready, () -> true, null);
    }

    /**
     * Shows files of that state.
     *
     * @param longestWait the longest wait of a batch
     * @param ready when files are ready
     * @param open whether to show any
     * @param share how many of each input a scan may show; null for all
     */
    StateFilter(
            State state,
            Clock clock,
            Duration longestWait,
            ReadyTimes ready,
            BooleanSupplier open,
            @Nullable FairShare share) {
        this.state = state;
        this.clock = clock;
        this.longestWait = longestWait;
        this.ready = ready.watch(state);
        this.open = open;
        this.listings = new Listings(clock, longestWait);
        this.share = share;
    }

    /** Whether any may be shown. While none may, all of them wait for the moment when they may. */
    boolean isOpen() {
        boolean isOpen = open.getAsBoolean();
        if (!isOpen) {
            ready.ready();
        }
        return isOpen;
    }

    /** Whether inputs share what a scan shows. */
    boolean isShared() {
        return share != null;
    }

    /** Whether a file may be ready now, as far as this process knows. */
    boolean mayBeReady() {
        Instant next = ready.next();
        return !next.equals(Instant.MAX) && BatchFile.isDue(next, clock.instant(), longestWait);
    }

    /**
     * A scan of this folder begins.
     *
     * @param most how many files it takes at most; 0 for no limit
     * @param clock a monotonic clock
     */
    void scanning(Path work, int most, LongSupplier clock) {
        found = false;
        nanoTime = clock;
        looked();
        ready.scanned();
        if (share != null) {
            share.begin(inputsToShow(work), most > 0 ? most : Integer.MAX_VALUE);
        }
    }

    private List<Path> inputsToShow(Path work) {
        try (var entries = Files.list(work)) {
            return entries.filter(input -> mayHaveSome(input)).toList();
        } catch (IOException | UncheckedIOException moving) {
            LOG.debug("{} can't be listed now and is scanned again", work, moving);
            ready.ready();
            return List.of();
        }
    }

    /** Something was looked at. */
    void looked() {
        looked = nanoTime.getAsLong();
    }

    /** When the scan looked at something last: what was found is worked on after that, which may take long. */
    long lookedAt() {
        return looked;
    }

    /** Whether the scan has found a file, though it may be worked on already. */
    boolean hasFound() {
        return found;
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath();
        String name = file.getFileNameOnly();
        looked();
        if (file.isDirectory()) {
            return isInput(file) ? mayShow(path) : holdsFiles(name);
        }
        boolean accepted =
                switch (state) {
                    case CLAIMED -> name.equals(Input.CLAIM_FILE) && claimed(path);
                    case QUIET -> name.equals(Input.MANIFEST_FILE) && quiet(path);
                    case TODO, DUE -> due(name) && open.getAsBoolean() && isShown(path);
                };
        if (accepted) {
            found = true;
        }
        return accepted;
    }

    private boolean mayShow(Path input) {
        return share == null ? mayHaveSome(input) : share.isLeft(input);
    }

    private boolean isShown(Path batch) {
        if (share == null) {
            return true;
        }
        Path input = Durable.parent(Durable.parent(batch));
        boolean left = share.isLeft(input);
        if (left) {
            share.take(input);
        }
        return left;
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
            ready.ready(earliest);
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
            ready.ready(file.due());
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
