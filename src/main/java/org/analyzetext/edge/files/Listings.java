package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What folders of batches held when they were last listed, so that of thousands only those are listed again that have
 * changed: a folder's own time says so, whoever changed it. Thread-safe.
 */
final class Listings {
    /** File systems keep times this coarsely: a folder that changed so shortly before its listing may have changed after it. */
    private static final Duration ROUGHLY = Duration.ofSeconds(2);
    /** There are file systems that do not show a folder's changes: then a batch that was put back waits so long at most. */
    private static final Duration BELIEVED = Duration.ofMinutes(1);
    /** Of those that were asked for last. */
    private static final int REMEMBERED = 50_000;

    private final Clock clock;
    private final Duration longestWait;
    private final Map<Path, Listing> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Listing> eldest) {
            return size() > REMEMBERED;
        }
    });

    /**
     * A folder as it was.
     *
     * @param changed the folder's time
     * @param earliest when its first file is due; null when it has none
     * @param count its files
     * @param listed when it was listed
     */
    private record Listing(FileTime changed, @Nullable Instant earliest, int count, Instant listed) {
        boolean holds(FileTime changedNow, Instant now) {
            return changed.equals(changedNow) && now.isBefore(listed.plus(BELIEVED));
        }
    }

    Listings(Clock clock, Duration longestWait) {
        this.clock = clock;
        this.longestWait = longestWait;
    }

    /** Whether a file that is due then may be touched now. */
    boolean isDue(@Nullable Instant earliest) {
        return earliest != null
                && !earliest.equals(Instant.MAX)
                && BatchFile.isDue(earliest, clock.instant(), longestWait);
    }

    /** Whether nothing is in the folder that could be a batch. */
    boolean hasNone(Path folder) throws IOException {
        return count(folder) == 0;
    }

    /** How many files are in the folder. */
    int count(Path folder) throws IOException {
        Listing listing = listing(folder);
        return listing == null ? 0 : listing.count();
    }

    /** When the first file of the folder may be touched: {@link Instant#MAX} if none is a batch, null without any. */
    @Nullable
    Instant earliest(Path folder) throws IOException {
        Listing listing = listing(folder);
        return listing == null ? null : listing.earliest();
    }

    private @Nullable Listing listing(Path folder) throws IOException {
        FileTime changed;
        try {
            changed = Files.getLastModifiedTime(folder);
        } catch (NoSuchFileException none) {
            known.remove(folder);
            return null;
        }
        Instant now = clock.instant();
        Listing before = known.get(folder);
        if (before != null && before.holds(changed, now)) {
            return before;
        }
        Listing listing = list(folder, changed, now);
        if (changed.toInstant().plus(ROUGHLY).isBefore(now)) {
            known.put(folder, listing);
        } else {
            known.remove(folder);
        }
        return listing;
    }

    private static Listing list(Path folder, FileTime changed, Instant now) throws IOException {
        Instant earliest = null;
        List<Path> files = Durable.list(folder);
        for (Path file : files) {
            // What is no batch is somebody's to look at, and never due.
            Instant due = BatchFile.parse(Durable.fileName(file))
                    .map(batch -> batch.due() == null ? Instant.MIN : batch.due())
                    .orElse(Instant.MAX);
            earliest = earliest == null || due.isBefore(earliest) ? due : earliest;
        }
        return new Listing(changed, earliest, files.size(), now);
    }
}
