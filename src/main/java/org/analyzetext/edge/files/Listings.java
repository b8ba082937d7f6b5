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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What folders of batches held when they were last listed, so that of thousands only those are listed again that have
 * changed: a folder's own time says so, whoever changed it. Thread-safe.
 */
final class Listings {
    /** File systems tell times this roughly: a folder that changed so shortly before its listing may have changed after it. */
    private static final Duration ROUGHLY = Duration.ofSeconds(2);
    /** There are file systems that do not tell a folder's changes: then a batch that was put back waits so long at most. */
    private static final Duration BELIEVED = Duration.ofMinutes(1);
    /** Of those that were asked for last. */
    private static final int REMEMBERED = 20_000;

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
     * @param listed when it was listed
     */
    private record Listing(FileTime changed, @Nullable Instant earliest, Instant listed) {
        boolean holds(FileTime changedNow, Instant now) {
            return changed.equals(changedNow) && now.isBefore(listed.plus(BELIEVED));
        }
    }

    Listings(Clock clock, Duration longestWait) {
        this.clock = clock;
        this.longestWait = longestWait;
    }

    /** Whether a file in the folder may be touched now. */
    boolean hasDue(Path folder) throws IOException {
        Instant earliest = earliest(folder);
        return earliest != null
                && !earliest.equals(Instant.MAX)
                && BatchFile.isDue(earliest, clock.instant(), longestWait);
    }

    /** Whether nothing is in the folder that could be a batch. */
    boolean hasNone(Path folder) throws IOException {
        return earliest(folder) == null;
    }

    private @Nullable Instant earliest(Path folder) throws IOException {
        FileTime changed;
        try {
            changed = Files.getLastModifiedTime(folder);
        } catch (NoSuchFileException none) {
            known.remove(folder);
            return null;
        }
        Instant listed = clock.instant();
        Listing before = known.get(folder);
        if (before != null && before.holds(changed, listed)) {
            return before.earliest();
        }
        Instant earliest = list(folder);
        if (changed.toInstant().plus(ROUGHLY).isBefore(listed)) {
            known.put(folder, new Listing(changed, earliest, listed));
        } else {
            known.remove(folder);
        }
        return earliest;
    }

    private static @Nullable Instant list(Path folder) throws IOException {
        Instant earliest = null;
        for (Path file : Durable.list(folder)) {
            // What is no batch is somebody's to look at, and never due.
            Instant due = BatchFile.parse(Durable.fileName(file))
                    .map(batch -> batch.due() == null ? Instant.MIN : batch.due())
                    .orElse(Instant.MAX);
            earliest = earliest == null || due.isBefore(earliest) ? due : earliest;
        }
        return earliest;
    }
}
