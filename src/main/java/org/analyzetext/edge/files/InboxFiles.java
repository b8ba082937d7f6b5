package org.analyzetext.edge.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.analyzetext.document.Format;
import org.analyzetext.job.Priority;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files of the inbox are inputs: regular ones with a known ending, reached without a link. Hidden names are
 * left alone. Walks in the order of the file system, in memory of its own only what the visitor keeps. Immutable.
 */
final class InboxFiles {
    private static final Logger LOG = LoggerFactory.getLogger(InboxFiles.class);

    /** What programs call a file until it is complete. */
    private static final Set<String> UNFINISHED =
            Set.of("part", "partial", "tmp", "temp", "filepart", "crdownload", "download", "swp", "inprogress");

    private final Path inbox;
    private final String marker;
    private final List<Path> linkRoots;
    private final PriorityPatterns priorities;

    /** Why something in the inbox is not taken. */
    enum Left {
        /** Its ending stands for no format. */
        UNKNOWN_ENDING,
        /** Its name says that somebody still writes it. */
        UNFINISHED,
        /** Nobody has said yet that it is complete. */
        NO_MARKER,
        LINK,
        /** A FIFO, a socket or a device. */
        IRREGULAR,
        /** Its name, or that of a folder, can't be written by this JVM. */
        OTHER_CHARSET
    }

    /** Told of everything in the inbox, each once in a walk. */
    interface Visitor {
        /**
         * An input, which may still be written.
         *
         * @return whether to continue
         */
        boolean file(Path file, BasicFileAttributes attributes);

        /** Something that is no input, or not yet. */
        default void left(Path path, Left why) {}

        /** A folder that can't be read. */
        default void closed(Path folder) {}
    }

    /** All inputs of an inbox: no markers are waited for, no links are followed. */
    InboxFiles(Path inbox) {
        this(inbox, "", List.of(), PriorityPatterns.NONE);
    }

    /**
     * The inputs of an inbox.
     *
     * @param marker the ending of the marker that says a file is complete, such as {@code .done}; empty for none
     * @param linkRoots the folders that links may lead into; none for no links at all
     * @param priorities which of them are urgent, and which can wait
     */
    InboxFiles(Path inbox, String marker, List<Path> linkRoots, PriorityPatterns priorities) {
        this.inbox = inbox;
        this.marker = marker;
        this.linkRoots = List.copyOf(linkRoots);
        this.priorities = priorities;
    }

    PriorityPatterns priorities() {
        return priorities;
    }

    /** How soon a file of the inbox is to be submitted. */
    Priority priority(Path file) {
        return priorities.areNone() ? Priority.NORMAL : priorities.of(inbox.relativize(file));
    }

    /** Whether a file shares an input with others: a text, unless it is urgent. */
    boolean isGrouped(Path file) {
        return Format.ofFileName(Durable.fileName(file)).orElse(null) == Format.TEXT
                && priority(file) != Priority.URGENT;
    }

    /** Whether there is an input, complete or not, that counts. */
    boolean any(Predicate<Path> counts) {
        AtomicBoolean any = new AtomicBoolean();
        walk(new Visitor() {
            @Override
            public boolean file(Path file, BasicFileAttributes attributes) {
                boolean counted = counts.test(file);
                any.compareAndSet(false, counted);
                return !counted;
            }

            @Override
            public void left(Path path, Left why) {
                if (why == Left.NO_MARKER) {
                    any.set(true);
                }
            }
        });
        return any.get();
    }

    /** The inputs that are there, by name. */
    List<Path> all() {
        List<Path> files = new ArrayList<>();
        walk((file, attributes) -> files.add(file));
        files.sort(null);
        return files;
    }

    /**
     * Walks through the inbox.
     *
     * @return whether the visitor has seen all of it
     */
    boolean walk(Visitor visitor) {
        Deque<Path> folders = new ArrayDeque<>(List.of(inbox));
        while (!folders.isEmpty()) {
            Path folder = folders.removeFirst();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    if (!Durable.fileName(entry).startsWith(".") && !visit(entry, folders, visitor)) {
                        return false;
                    }
                }
            } catch (IOException unreadable) {
                closed(folder, unreadable, visitor);
            } catch (DirectoryIteratorException unreadable) {
                closed(folder, Objects.requireNonNull(unreadable.getCause()), visitor);
            }
        }
        return true;
    }

    private void closed(Path folder, IOException failure, Visitor visitor) {
        // A folder that vanishes meanwhile is none of our business.
        if (folder.equals(inbox) || !(failure instanceof NoSuchFileException)) {
            visitor.closed(folder);
        }
    }

    private boolean visit(Path entry, Deque<Path> folders, Visitor visitor) {
        try {
            BasicFileAttributes attributes = attributes(entry);
            if (!InputName.isWritable(entry)) {
                visitor.left(entry, Left.OTHER_CHARSET);
                return true;
            }
            if (attributes.isDirectory()) {
                folders.add(entry);
                return true;
            }
            return visit(entry, attributes, visitor);
        } catch (IOException gone) {
            LOG.trace("{} is gone", entry, gone);
            return true;
        }
    }

    private boolean visit(Path entry, BasicFileAttributes attributes, Visitor visitor) throws IOException {
        if (isMarker(entry)) {
            return true;
        }
        BasicFileAttributes taken = attributes;
        if (attributes.isSymbolicLink()) {
            Path target = allowedTarget(entry);
            if (target == null) {
                visitor.left(entry, Left.LINK);
                return true;
            }
            taken = attributes(target);
        }
        if (!taken.isRegularFile()) {
            visitor.left(entry, taken.isDirectory() ? Left.LINK : Left.IRREGULAR);
        } else if (isUnfinished(entry)) {
            visitor.left(entry, Left.UNFINISHED);
        } else if (Format.ofFileName(Durable.fileName(entry)).isEmpty()) {
            visitor.left(entry, Left.UNKNOWN_ENDING);
        } else if (!marker.isEmpty() && markerOf(entry) == null) {
            visitor.left(entry, Left.NO_MARKER);
        } else {
            return visitor.file(entry, taken);
        }
        return true;
    }

    static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isMarker(Path entry) {
        return !marker.isEmpty() && Durable.fileName(entry).endsWith(marker);
    }

    /** The marker that says that the file is complete: {@code a.csv.done} or {@code a.done}; null if there is none. */
    @Nullable
    Path markerOf(Path file) {
        if (marker.isEmpty()) {
            return null;
        }
        String name = Durable.fileName(file);
        Path whole = file.resolveSibling(name + marker);
        Path stem = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + marker);
        return Files.exists(whole) ? whole : Files.exists(stem) ? stem : null;
    }

    /** The file that a link leads to, if links that lead there may be followed; else null. */
    @Nullable
    Path allowedTarget(Path link) throws IOException {
        if (linkRoots.isEmpty()) {
            return null;
        }
        Path target;
        try {
            target = link.toRealPath();
        } catch (IOException leadsNowhere) {
            return null;
        }
        for (Path root : linkRoots) {
            if (Files.exists(root) && target.startsWith(root.toRealPath())) {
                return target;
            }
        }
        return null;
    }

    private static boolean isUnfinished(Path file) {
        String name = Durable.fileName(file);
        return UNFINISHED.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
