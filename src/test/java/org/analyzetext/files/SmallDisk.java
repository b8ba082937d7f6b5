package org.analyzetext.files;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A disk of its own that can be filled up and made read-only: a tmpfs, which only root may mount. */
public final class SmallDisk implements AutoCloseable {
    private final Path place;

    private SmallDisk(Path place) {
        this.place = place;
    }

    /** Mounts one of so many KiB there; a test that can't have one is skipped, and says why. */
    public static SmallDisk mount(Path place, int kib) throws Exception {
        Files.createDirectories(place);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + kib + "k", "tmpfs", place.toString()),
                "not run: a full disk needs the right to mount a tmpfs");
        return new SmallDisk(place);
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
