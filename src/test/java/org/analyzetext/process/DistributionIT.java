package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution, unpacked into a folder with a space in its name and run as the README says. */
class DistributionIT {
    private static final Pattern STEP = Pattern.compile(
            "### With your own resource\n.*?```\n(analyze-text\\.endpoint=.*?)```\n```\n(.*?)\n```", Pattern.DOTALL);

    @TempDir
    Path root;

    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        Path target = WorkingFolder.JAR.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(target)) {
            Path zip = files.filter(file -> file.getFileName().toString().matches("analyze-text-.*\\.zip"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no analyze-text-<version>.zip in " + target));
            unpack(zip, Files.createDirectory(root.resolve("a folder")));
        }
    }

    private void unpack(Path zip, Path into) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                Path out = into.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(out);
                } else {
                    Files.createDirectories(out.getParent());
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, out);
                    }
                }
            }
        }
        try (Stream<Path> unpacked = Files.list(into)) {
            home = unpacked.findFirst().orElseThrow();
        }
        // Java's own zip reader leaves permissions out; unzip does not.
        Files.setPosixFilePermissions(home.resolve("analyze-text"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theReadmesStepLabelsAFile() throws Exception {
        Matcher step = STEP.matcher(Files.readString(Path.of("README.md")));
        assertThat(step.find()).isTrue();
        try (LocalService service = service()) {
            Files.writeString(
                    home.resolve("analyze-text.properties"),
                    step.group(1)
                                    .replaceAll("(?m)endpoint=.*$", "endpoint=" + service.endpoint())
                                    .replace("Movies", "SupportTickets")
                            + "analyze-text.exit-when-drained=true\n");
            Files.createDirectory(home.resolve("inbox"));
            Files.writeString(home.resolve("inbox/mail.txt"), "My invoice is wrong");

            String said = run(home, step.group(2).replace("ANALYZE_TEXT_API_KEY=...", "ANALYZE_TEXT_API_KEY=a-key"));

            assertThat(home.resolve("results")).isNotEmptyDirectory();
            assertThat(said).contains("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        }
    }

    @Test
    void theLauncherRunsByALinkToo() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("link"), home.resolve("analyze-text"));

        assertThat(run(root, "'" + link + "' --version")).contains("-XX:+UseSerialGC", "analyze-text");
    }

    @Test
    void itHasTheRoutesToEditAndTheLauncherForWindows() throws IOException {
        try (Stream<Path> routes = Files.list(home.resolve("routes"));
                Stream<Path> ours = Files.list(Path.of("routes"))) {
            assertThat(routes.map(Path::getFileName))
                    .containsExactlyInAnyOrderElementsOf(
                            ours.map(Path::getFileName).toList());
        }
        assertThat(Files.readString(home.resolve("analyze-text.cmd")))
                .contains("\"@%~dp0java-options\" -jar \"%~dp0analyze-text.jar\" %*\r\n");
    }

    @Test
    void theJarAloneSaysWhatItNeeds() throws Exception {
        Path alone = Files.createDirectory(root.resolve("alone")).resolve("analyze-text.jar");
        Files.copy(home.resolve("analyze-text.jar"), alone);

        assertThat(refused(alone))
                .startsWith(alone + " can't run alone: ")
                .contains(" of the libraries that belong beside it are missing, the first is lib/")
                .contains("Copy the folder lib with it, or unpack analyze-text-<version>.zip")
                .hasLineCount(1);
    }

    @Test
    void aLibraryThatIsMissingIsNamed() throws Exception {
        Path lost;
        try (Stream<Path> libraries = Files.list(home.resolve("lib"))) {
            lost = libraries
                    .filter(library -> library.getFileName().toString().startsWith("zstd"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(lost);

        assertThat(refused(home.resolve("analyze-text.jar")))
                .contains(": 1 of the libraries")
                .contains("the first is lib/" + lost.getFileName());
    }

    /** What the application says that does not start. */
    private String refused(Path jar) throws IOException, InterruptedException {
        Path said = root.resolve("refused.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toString(),
                        "--version")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(2);
        return Files.readString(said).strip();
    }

    private static LocalService service() throws IOException {
        return LocalService.start(LocalServiceSettings.builder()
                .keys("a-key")
                .project(ProjectSettings.of(Path.of("src/main/samples/support-labels.json")))
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .build());
    }

    /** What a command of a shell said; Java says which options it got. */
    private String run(Path folder, String command) throws IOException, InterruptedException {
        Path said = root.resolve("said.txt");
        ProcessBuilder shell = new ProcessBuilder(List.of("sh", "-c", command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        shell.environment().keySet().removeIf(name -> name.startsWith("ANALYZE_TEXT"));
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        shell.environment().put("JDK_JAVA_OPTIONS", "-XX:+PrintCommandLineFlags");
        Process process = shell.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return Files.readString(said);
    }
}
