package org.analyzetext.edge.files;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the files of an input, whose batches have their answers, with what the cut has read of them: a writer may
 * still have had them open. What has grown is cut into further batches once it is no longer written. Thread-safe.
 */
public final class SourceCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SourceCheck.class);

    private final Cutter cutter;
    private final long settle;
    private final LongSupplier nanoTime;
    /** The inputs that are still written: how their files were, and since when. */
    private final Map<Path, Seen> written = new HashMap<>();

    private record Seen(List<Stamp> stamps, long since) {}

    /**
     * Checks inputs that this cutter has cut.
     *
     * @param settle how long a file must stay as it is
     * @param nanoTime a monotonic clock
     */
    public SourceCheck(Cutter cutter, Duration settle, LongSupplier nanoTime) {
        this.cutter = cutter;
        this.settle = settle.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether the input whose manifest lies in this file was read as it is now, as far as there are answers for it. */
    public synchronized boolean isWhole(@Body File manifestFile) throws IOException {
        Path folder = Durable.parent(manifestFile.toPath());
        if (!Files.exists(folder.resolve(Input.CLAIM_FILE))) {
            return true;
        }
        Input input = Input.open(folder);
        if (Files.exists(input.more())) {
            cutter.add(input);
            return false;
        }
        if (isAsCut(input)) {
            written.remove(folder);
            return true;
        }
        if (!isSettled(input)) {
            return false;
        }
        written.remove(folder);
        return !cutter.cutMore(input);
    }

    /** Whether each file is as it was when it was cut, or is known to be changed, or was moved by a join already. */
    static boolean isAsCut(Input input) throws IOException {
        Set<String> changed = input.changed();
        for (FileMark mark : input.marks()) {
            Stamp stamp = stamp(input, mark);
            if (!changed.contains(mark.file()) && !stamp.equals(Stamp.NONE) && !mark.fits(stamp)) {
                return false;
            }
        }
        return true;
    }

    private boolean isSettled(Input input) throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (FileMark mark : input.marks()) {
            stamps.add(stamp(input, mark));
        }
        long now = nanoTime.getAsLong();
        Seen seen = written.get(input.folder());
        if (seen == null) {
            LOG.info(
                    "{} was written to after it was cut: it stays open until it is no longer written",
                    input.claim().name());
        }
        if (seen == null || !seen.stamps().equals(stamps)) {
            seen = new Seen(stamps, now);
            written.put(input.folder(), seen);
        }
        return now - seen.since() >= settle;
    }

    private static Stamp stamp(Input input, FileMark mark) throws IOException {
        try {
            return Stamp.of(input.source().resolve(mark.file()));
        } catch (NoSuchFileException gone) {
            return Stamp.NONE;
        }
    }
}
