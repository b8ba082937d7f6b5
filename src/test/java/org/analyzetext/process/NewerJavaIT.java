package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.analyzetext.document.CharacterCounts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On Java 25: in JAVA_25_HOME, or beside the Java of the tests; skipped where there is none. */
@Tag("long")
class NewerJavaIT {
    private static final Path SAMPLES = Path.of("src/main/samples");

    @TempDir
    Path folder;

    private Path java = Path.of("");

    @BeforeEach
    void find() throws IOException {
        Optional<Path> home = home();
        assumeThat(home)
                .as("a Java 25 in JAVA_25_HOME or beside " + System.getProperty("java.home"))
                .isPresent();
        java = home.orElseThrow().resolve("bin/java");
    }

    @Test
    void theDemoLabelsEveryDocument() throws Exception {
        WorkingFolder.copyTree(SAMPLES, folder.resolve(SAMPLES));

        Run run = run(
                "-jar",
                Path.of(System.getProperty("analyzetext.jar")).toAbsolutePath().toString(),
                "demo");

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said()).containsPattern("dead letters +0\\b");
    }

    @Test
    void charactersAreCountedAsOnTheJavaOfTheTests() throws Exception {
        Path here = Path.of(CharacterCounts.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String path = here
                + System.getProperty("path.separator")
                + Path.of(System.getProperty("analyzetext.jar")).toAbsolutePath();

        Run run = run("-cp", path, CharacterCounts.class.getName());

        assertThat(run.said().strip()).isEqualTo(CharacterCounts.text());
    }

    private record Run(int exit, String said) {}

    private Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        return new Run(process.waitFor(), said);
    }

    private static Optional<Path> home() throws IOException {
        String set = System.getenv("JAVA_25_HOME");
        if (set != null) {
            return Optional.of(Path.of(set));
        }
        try (Stream<Path> beside =
                Files.list(Path.of(System.getProperty("java.home")).resolveSibling("."))) {
            return beside.filter(NewerJavaIT::is25).findFirst();
        }
    }

    private static boolean is25(Path home) {
        try {
            return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
        } catch (IOException none) {
            return false;
        }
    }
}
