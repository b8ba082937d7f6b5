package org.analyzetext.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An archive of the classes that the demo loads, made once for each build of the jar: the tests start the application
 * some hundred times, and each start takes a third less CPU with it.
 */
final class ClassArchive {
    private static Optional<Path> made;

    private ClassArchive() {}

    /** Java's option for the archive of the application's jar; none where it can't be made. */
    static synchronized List<String> option() throws IOException {
        if (made == null) {
            made = make();
        }
        return made.map(archive -> List.of("-XX:SharedArchiveFile=" + archive)).orElse(List.of());
    }

    /** Test classes run in several processes: one makes it, the others wait for it. */
    @SuppressWarnings("try")
    private static Optional<Path> make() throws IOException {
        Path jar = WorkingFolder.JAR.toAbsolutePath();
        Path folder = jar.resolveSibling("class-archive");
        Files.createDirectories(folder);
        Path archive = folder.resolve(Files.getLastModifiedTime(jar).toMillis() + ".jsa");
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock ignored = channel.lock()) {
            return Files.exists(archive) || train(jar, archive) ? Optional.of(archive) : Optional.empty();
        }
    }

    private static boolean train(Path jar, Path archive) throws IOException {
        Path folder = Files.createTempDirectory(archive.getParent(), "demo");
        WorkingFolder.copyTree(Path.of("routes"), folder.resolve("routes"));
        Path unfinished = archive.resolveSibling("unfinished.jsa");
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:ArchiveClassesAtExit=" + unfinished,
                        "-jar",
                        jar.toString(),
                        "demo")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        try {
            if (!demo.waitFor(2, TimeUnit.MINUTES) || demo.exitValue() != 0 || !Files.exists(unfinished)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            demo.destroyForcibly();
        }
        Files.move(unfinished, archive, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }
}
