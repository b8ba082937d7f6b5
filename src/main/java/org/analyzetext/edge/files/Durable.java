package org.analyzetext.edge.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.analyzetext.error.AnalyzeTextException;

/** Files that are there whole or not at all, after a kill as well: written aside, forced to disk, renamed. */
final class Durable {
    private static final String ASIDE = ".tmp-";
    /** In characters, each of up to four bytes. */
    private static final int LONGEST_KEPT = 60;

    private Durable() {}

    /** Writes a file's content. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file in one step, over what was there. */
    static void write(Path file, Content content) throws IOException {
        Path aside = writeAside(file, content);
        rename(aside, file);
    }

    /** Writes and forces the file's content beside it, to be renamed when all is well. */
    static Path writeAside(Path file, Content content) throws IOException {
        return writeAside(file, content, () -> true);
    }

    /**
     * The same of a file that may turn out not to be wanted.
     *
     * @param wanted whether to force the content, asked when it is complete
     */
    static Path writeAside(Path file, Content content, BooleanSupplier wanted) throws IOException {
        Files.createDirectories(parent(file));
        Path aside = aside(file);
        try (FileChannel channel = FileChannel.open(
                        aside,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = new java.io.BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            content.writeTo(out);
            out.flush();
            if (wanted.getAsBoolean()) {
                channel.force(true);
            }
        } catch (IOException | RuntimeException unfinished) {
            Files.deleteIfExists(aside);
            throw unfinished;
        }
        return aside;
    }

    /** Where a file's content is written until it is whole; of a bounded length, because names of files are. */
    static Path aside(Path file) {
        String name = fileName(file);
        String kept = name.length() <= LONGEST_KEPT
                ? name
                : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        return file.resolveSibling(ASIDE + kept);
    }

    /** Whether a file was never made whole. */
    static boolean isAside(Path file) {
        return fileName(file).startsWith(ASIDE);
    }

    /** Renames in one step, over what was there. */
    static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherDisk) {
            throw new AnalyzeTextException(
                    from + " can't be renamed to " + to
                            + " in one step: inbox, work, results, dead letters and done must lie on one file system",
                    otherDisk);
        }
    }

    /** Forces to disk what was renamed into a folder, where the system can. */
    static void forceFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Makes a folder that only its owner can read, where the file system knows owners. */
    static void createPrivateFolder(Path folder) throws IOException {
        Files.createDirectories(parent(folder));
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    /** The files in a folder by name; none when it is not there. */
    static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !fileName(entry).startsWith("."))
                    .sorted(Comparator.comparing(Durable::fileName))
                    .toList();
        } catch (java.nio.file.NoSuchFileException gone) {
            return List.of();
        }
    }

    /** Whether a folder is missing or holds nothing visible. */
    static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(entry -> fileName(entry).startsWith("."));
        } catch (java.nio.file.NoSuchFileException gone) {
            return true;
        }
    }

    /** Deletes a folder with all that is in it. */
    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new AnalyzeTextException("'" + path + "' is no place for files");
        }
        return parent;
    }
}
