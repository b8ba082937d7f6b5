package org.analyzetext.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An archive of the classes that the demo loads, made once for each build of the jar and each Java: the tests start the
 * application some hundred times, and each start takes a third less CPU with it.
 */
final class ClassArchive {
    /** What the demo reads. */
    private static final List<Path> NEEDED = List.of(Path.of("routes"), Path.of("src/main/samples"));

    private static @Nullable Path made;

    private ClassArchive() {}

    /** Java's option for the archive of the application's jar. */
    static synchronized String option() throws IOException {
        if (made == null) {
            made = make();
        }
        return "-XX:SharedArchiveFile=" + made;
    }

    /** Test classes run in several processes: one makes it, the others wait for it. */
    @SuppressWarnings("try")
    private static Path make() throws IOException {
        Path jar = WorkingFolder.JAR.toAbsolutePath();
        Path folder = jar.resolveSibling("class-archive");
        Files.createDirectories(folder);
        Path archive = folder.resolve(Files.getLastModifiedTime(jar).toMillis() + "-java"
                + Runtime.version().feature() + ".jsa");
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            if (!Files.exists(archive)) {
                train(jar, archive);
            }
            return archive;
        }
    }

    /** Fails where it can't be made: without it every start is slower, and nobody would notice. */
    private static void train(Path jar, Path archive) throws IOException {
        Path folder = Files.createTempDirectory(archive.getParent(), "demo");
        for (Path each : NEEDED) {
            WorkingFolder.copyTree(each, folder.resolve(each));
        }
        Path unfinished = archive.resolveSibling("unfinished.jsa");
        Path said = folder.resolve("out.txt");
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xlog:cds=off",
                        "-Xlog:cds+dynamic=off",
                        "-XX:ArchiveClassesAtExit=" + unfinished,
                        "-jar",
                        jar.toString(),
                        "demo")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!demo.waitFor(2, TimeUnit.MINUTES) || demo.exitValue() != 0 || !Files.exists(unfinished)) {
                throw new IOException("no archive of classes was made; the demo said: " + Files.readString(said));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the archive of classes was made", e);
        } finally {
            demo.destroyForcibly();
        }
        Files.move(unfinished, archive, StandardCopyOption.REPLACE_EXISTING);
    }
}
