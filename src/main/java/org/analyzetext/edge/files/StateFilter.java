package org.analyzetext.edge.files;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
    private final Listings listings;

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

    public StateFilter(State state, Clock clock, Duration longestWait) {
        this(state, clock, longestWait, () -> true);
    }

    /**
     * Shows files of that state.
     *
     * @param longestWait the longest wait of a batch
     * @param open whether to show any
     */
    public StateFilter(State state, Clock clock, Duration longestWait, BooleanSupplier open) {
        this.state = state;
        this.clock = clock;
        this.longestWait = longestWait;
        this.open = open;
        this.listings = new Listings(clock, longestWait);
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        Path path = file.getFile().toPath();
        String name = file.getFileNameOnly();
        if (file.isDirectory() && isInput(file)) {
            return open.getAsBoolean() && mayHaveSome(path);
        }
        return switch (state) {
            case CLAIMED -> name.equals(Input.CLAIM_FILE) && claimed(path);
            case QUIET -> name.equals(Input.MANIFEST_FILE) && quiet(path);
            case TODO -> file.isDirectory() ? name.equals("todo") : due(name);
            case DUE -> file.isDirectory() ? name.equals("jobs") : due(name);
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
                case TODO -> listings.hasDue(todo);
                case DUE -> listings.hasDue(jobs);
            };
        } catch (IOException | UncheckedIOException goneOrMoving) {
            LOG.trace("{} is not ready", folder, goneOrMoving);
            return false;
        }
    }

    private static boolean isInput(GenericFile<File> folder) {
        return !folder.getRelativeFilePath().contains(File.separator);
    }

    private boolean due(String name) {
        return BatchFile.parse(name)
                .filter(file -> file.dueBy(clock.instant(), longestWait))
                .isPresent();
    }

    private static boolean claimed(Path claim) {
        try {
            Input input = Input.open(Durable.parent(claim));
            return !input.isCut() && !input.sourceFiles().isEmpty();
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
