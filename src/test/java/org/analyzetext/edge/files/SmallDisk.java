package org.analyzetext.edge.files;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A disk of its own that can be filled up and made read-only: a tmpfs, which only root may mount. */
public final class SmallDisk implements AutoCloseable {
    /** So many files and folders it can have, as disks with small tables of them. */
    private static final int FILES = 4_000;

    private final Path place;

    private SmallDisk(Path place) {
        this.place = place;
    }

    /** Mounts one of so many KiB there; a test that can't have one is skipped, and says why. */
    public static SmallDisk mount(Path place, int kib) throws Exception {
        Files.createDirectories(place);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + kib + "k,nr_inodes=" + FILES, "tmpfs", place.toString()),
                "not run: a full disk needs the right to mount a tmpfs");
        return new SmallDisk(place);
    }

    /** Where it is mounted. */
    public Path place() {
        return place;
    }

    /** Takes all the space that is left. */
    public void fill() throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            // As wanted.
            return;
        }
    }

    /** Gives the space back that was taken. */
    public void free() throws IOException {
        Files.delete(filler());
    }

    /** Takes all the files that it can have, while there is space. */
    public void takeAllFiles() throws IOException {
        Path folder = Files.createDirectory(filler());
        try {
            for (int i = 0; i < FILES; i++) {
                Files.createFile(folder.resolve(Integer.toString(i)));
            }
        } catch (FileSystemException none) {
            // As wanted.
            return;
        }
        throw new IllegalStateException("there are more files than " + FILES);
    }

    /** Gives these files back. */
    public void giveFilesBack() throws IOException {
        Durable.deleteTree(filler());
    }

    /** Lets nothing be changed, or lets it be changed again. */
    public void readOnly(boolean readOnly) throws Exception {
        assumeTrue(
                run("mount", "-o", "remount," + (readOnly ? "ro" : "rw"), place.toString()),
                "not run: the disk can't be made read-only");
    }

    private Path filler() {
        return place.resolve("filler");
    }

    private static boolean run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.onExit().orTimeout(10, TimeUnit.SECONDS).join().exitValue() == 0;
    }

    @Override
    public void close() throws IOException {
        run("umount", place.toString());
    }
}
