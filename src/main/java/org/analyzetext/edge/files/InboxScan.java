package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.analyzetext.job.Priority;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files of the inbox that are no longer written: their size and time have stayed as they are for a while, by
 * our own watch. Tells once of each thing that is not taken. Holds and takes a bounded number of files at a time, and
 * scans a large inbox less often. Thread-safe.
 */
public final class InboxScan {
    private static final Logger LOG = LoggerFactory.getLogger(InboxScan.class);
    /** Files that are watched at a time; the others' turn comes when these are taken. */
    private static final int WATCHED = 10_000;
    /** So many times as long as a scan took there is none, if nothing was taken: it costs 1 % of a processor. */
    private static final int REST = 100;
    /** The same while a file waits until it has stayed as it is for long enough. */
    private static final int SHORT_REST = 3;

    private final Folders folders;
    private final InboxFiles files;
    private final long settle;
    private final long retry;
    private final int mostOpen;
    private final LongSupplier nanoTime;
    private final LeftAlone leftAlone = new LeftAlone();
    private Map<Path, Seen> seen = new HashMap<>();
    private long nextScan;
    private boolean full;

    /**
     * A file as it was when it was last looked at.
     *
     * @param due when it may be taken, in nanoseconds, if it stays so
     * @param failed whether it could not be taken
     */
    private record Seen(Stamp stamp, long due, boolean failed) {}

    /**
     * Scans the inbox of these folders.
     *
     * @param settle how long a file must stay as it is
     * @param retry how long a file that could not be taken is left alone
     * @param mostOpen inputs in the work folder above which none is taken
     * @param nanoTime a monotonic clock
     */
    public InboxScan(
            Folders folders, InboxFiles files, Duration settle, Duration retry, int mostOpen, LongSupplier nanoTime) {
        this.folders = folders;
        this.files = files;
        this.settle = settle.toNanos();
        this.retry = retry.toNanos();
        this.mostOpen = mostOpen;
        this.nanoTime = nanoTime;
        this.nextScan = nanoTime.getAsLong();
    }

    /** How long what could not be handled rests before it is tried again. */
    public long retryMillis() {
        return TimeUnit.NANOSECONDS.toMillis(retry);
    }

    /** The files that can be taken now, by name. Each is looked at once more when its turn has come. */
    public Iterator<Path> settled() throws IOException {
        return find().stream().filter(this::isAsItWas).iterator();
    }

    private synchronized List<Path> find() throws IOException {
        long start = nanoTime.getAsLong();
        if (start - nextScan < 0) {
            return List.of();
        }
        int room = room();
        if (room == 0 && !files.priorities().hasUrgent()) {
            nextScan = nanoTime.getAsLong() + (nanoTime.getAsLong() - start) * REST;
            return List.of();
        }
        Scan scan = new Scan(start, room);
        boolean complete = files.walk(scan);
        seen = scan.now;
        leftAlone.scanned(complete);
        if (scan.settled.isEmpty()) {
            nextScan = nextScan(start, scan);
        }
        return scan.settled.stream()
                .sorted()
                .collect(Collectors.groupingBy(
                        files::priority, () -> new EnumMap<>(Priority.class), Collectors.toList()))
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private long nextScan(long start, Scan scan) {
        long now = nanoTime.getAsLong();
        long cost = now - start;
        return now + Math.min(cost * REST, Math.max(scan.settling, cost * SHORT_REST));
    }

    /** How many more inputs may be open; once there was no room, none until there is some worth a scan. */
    private int room() throws IOException {
        long open;
        try (Stream<Path> inputs = Files.list(folders.work())) {
            open = inputs.filter(entry -> !Durable.fileName(entry).startsWith("."))
                    .count();
        }
        int room = (int) Math.max(0, mostOpen - open);
        if (room == 0 && !full) {
            LOG.info("{} inputs are open (analyze-text.files.open-inputs): the others wait in the inbox", open);
        }
        full = room == 0 || (full && room < mostOpen / 4);
        return full ? 0 : room;
    }

    private boolean isAsItWas(Path file) {
        try {
            Path target = Files.isSymbolicLink(file) ? files.allowedTarget(file) : file;
            synchronized (this) {
                Seen before = seen.get(file);
                return target != null && before != null && before.stamp().equals(Stamp.of(target));
            }
        } catch (IOException gone) {
            LOG.trace("{} is gone", file, gone);
            return false;
        }
    }

    /** Whether a file could not be taken when it was tried last. */
    public synchronized boolean hasFailed(Path file) {
        Seen before = seen.get(file);
        return before != null && before.failed();
    }

    /** Leaves a file alone for a while that could not be taken, so that no other waits for it; reported once. */
    public synchronized void notTaken(@Body Path file, String fault) {
        Seen before = seen.get(file);
        if (before == null || !before.failed()) {
            LOG.error(
                    "{} stays in the inbox and is tried again: {}",
                    folders.inbox().relativize(file),
                    fault);
        }
        if (before != null) {
            seen.put(file, new Seen(before.stamp(), nanoTime.getAsLong() + retry, true));
        }
    }

    /** One walk through the inbox. */
    private final class Scan implements InboxFiles.Visitor {
        private final long start;
        private final Map<Path, Seen> now = new HashMap<>();
        private final List<Path> settled = new ArrayList<>();
        private final boolean mayGroup;
        private int room;
        /** How long until the first file has stayed as it is for long enough. */
        private long settling = Long.MAX_VALUE;

        Scan(long start, int room) {
            this.start = start;
            this.room = room;
            this.mayGroup = room > 0;
        }

        @Override
        public boolean file(Path file, BasicFileAttributes attributes) {
            Stamp stamp = Stamp.of(attributes);
            Seen before = seen.get(file);
            Seen entry =
                    before != null && before.stamp().equals(stamp) ? before : new Seen(stamp, start + settle, false);
            now.put(file, entry);
            if (start - entry.due() < 0) {
                settling = Math.min(settling, entry.due() - start);
            } else if (hasRoom(file)) {
                settled.add(file);
            }
            return now.size() < WATCHED;
        }

        /** Texts share an input, and what is urgent waits for none. */
        private boolean hasRoom(Path file) {
            return (mayGroup && files.isGrouped(file)) || files.priority(file) == Priority.URGENT || room-- > 0;
        }

        @Override
        public void left(Path path, InboxFiles.Left why) {
            leftAlone.found(folders.inbox().relativize(path), why);
        }

        @Override
        public void closed(Path folder) {
            leftAlone.closed(folder);
        }
    }
}
