package org.analyzetext.process;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.analyzetext.localservice.LocalService;

/** A folder as a user of the application has it: routes, a properties file, an inbox; the key in the environment. */
public final class WorkingFolder {
    public static final String KEY = "process-test-key";
    /** Variables that begin so are the test's alone. */
    private static final List<String> OURS = List.of("ANALYZE_TEXT", "AZURE_", "IDENTITY_", "IMDS_", "MSI_");

    static final Path JAR = Path.of(System.getProperty("analyzetext.jar", "target/analyze-text.jar"));

    private static final String APPLICATION = "org.analyzetext.app.Application";

    private final Path root;
    private final Map<String, String> properties = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>(Map.of("ANALYZE_TEXT_API_KEY", KEY));
    private final List<String> jvmOptions =
            new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    private Path otherClasses;
    private int starts;

    public WorkingFolder(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("inbox"));
        copyTree(Path.of("routes"), root.resolve("routes"));
    }

    /** Sets {@code analyze-text.<name>} in the properties file of the next start. */
    public WorkingFolder with(String name, String value) {
        properties.put("analyze-text." + name, value);
        return this;
    }

    /** The single-label project of the samples on that service, with waits that are short enough for a test. */
    public WorkingFolder calling(LocalService service) {
        return calling(service.endpoint());
    }

    /** The same on anything that answers like the service. */
    public WorkingFolder calling(URI endpoint) {
        return with("endpoint", endpoint.toString())
                .with("task.project-name", "MessageIntent")
                .with("task.deployment-name", "production")
                .with("quota.enabled", "false")
                .with("batch.linger", "100ms")
                .with("files.settle", "20ms")
                .with("files.scan", "50ms")
                .with("files.retry", "200ms")
                .with("poll.first-poll", "100ms")
                .with("poll.longest", "300ms")
                .with("job.pause", "100ms")
                .with("call.shortest-wait", "50ms")
                .with("call.longest-wait", "500ms")
                .with("exit-when-drained", "true");
    }

    /** Sets an environment variable of the next start; null leaves it out. */
    public WorkingFolder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public WorkingFolder withoutKey() {
        environment.remove("ANALYZE_TEXT_API_KEY");
        return this;
    }

    /** Replaces the options of the Java machine. */
    public WorkingFolder jvm(String... options) {
        jvmOptions.clear();
        jvmOptions.addAll(List.of(options));
        return this;
    }

    /** Puts the classes of another release before the application's; null for none. */
    public WorkingFolder release(Path classes) {
        otherClasses = classes;
        return this;
    }

    /** Starts the application here. */
    public RunningApp start(String... arguments) throws IOException {
        if (!properties.isEmpty()) {
            Files.writeString(
                    root.resolve("analyze-text.properties"),
                    properties.entrySet().stream()
                            .map(property -> property.getKey() + "=" + property.getValue() + "\n")
                            .collect(Collectors.joining()));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        if (otherClasses == null) {
            command.add(ClassArchive.option());
        }
        String jar = JAR.toAbsolutePath().toString();
        command.addAll(
                otherClasses == null
                        ? List.of("-jar", jar)
                        : List.of("-cp", otherClasses.toAbsolutePath() + File.pathSeparator + jar, APPLICATION));
        command.addAll(List.of(arguments));
        starts++;
        Path out = root.resolve("out-%04d.txt".formatted(starts));
        Path err = root.resolve("err-%04d.txt".formatted(starts));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> OURS.stream().anyMatch(name::startsWith));
        builder.environment().putAll(environment);
        return new RunningApp(builder.start(), out, err);
    }

    /** Puts a file into the inbox as a careful writer does: written elsewhere, moved in whole. */
    public void put(String name, String content) throws IOException {
        Path aside = root.resolve("aside.tmp");
        Files.writeString(aside, content);
        Path target = inbox().resolve(name);
        Files.createDirectories(target.getParent());
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    }

    public Path root() {
        return root;
    }

    public Path inbox() {
        return root.resolve("inbox");
    }

    Path work() {
        return root.resolve("work");
    }

    public Path results() {
        return root.resolve("results");
    }

    public Path deadLetters() {
        return root.resolve("dead-letters");
    }

    Path done() {
        return root.resolve("done");
    }

    /** The files below a folder, hidden ones too but no locks; none when it is not there. */
    public static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Files.isRegularFile(file) && !file.endsWith(".lock")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            /** The application moves files meanwhile. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(files);
        return files;
    }

    static void copyTree(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}
