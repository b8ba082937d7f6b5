package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the Dockerfile does in the image with the built application, without Docker: the step that keeps the classes of a
 * start, and the entry point that reads them.
 */
class ImageIT {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    Path app;

    @Test
    void imageStartsWithTheClassesThatItsBuildHasKept() throws Exception {
        Files.createSymbolicLink(app.resolve("lib"), TARGET.resolve("lib"));
        for (String file : List.of("analyze-text.jar", "java-options")) {
            Files.copy(TARGET.resolve(file), app.resolve(file));
        }
        // A step a line.
        List<String> dockerfile = Files.readString(Path.of("src/main/docker/Dockerfile"))
                .replace("\\\n", " ")
                .lines()
                .toList();

        assertThat(run("build", List.of("bash", "-c", argument(dockerfile, "RUN ", "mkdir inbox"))))
                .isZero();
        try (Stream<Path> left = Files.list(app)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "lib", "analyze-text.jar", "java-options", "analyze-text.jsa", "build.out");
        }

        List<String> start = entryPoint(dockerfile);
        start.add(1, "-Xlog:class+load:file=classes.log");
        start.add("help");
        assertThat(run("start", start)).isZero();
        assertThat(Files.readString(app.resolve("start.out"))).contains("runs the routes");
        assertThat(Files.readString(app.resolve("classes.log")))
                .contains("org.analyzetext.app.Application source: shared objects file (top)");
    }

    private static List<String> entryPoint(List<String> dockerfile) throws IOException {
        List<String> command = new ArrayList<>();
        new ObjectMapper()
                .readTree(argument(dockerfile, "ENTRYPOINT ", "["))
                .forEach(word -> command.add(word.asText()));
        return command;
    }

    /** What follows the instruction in the one step whose argument begins so. */
    private static String argument(List<String> dockerfile, String instruction, String beginning) {
        List<String> found = dockerfile.stream()
                .filter(line -> line.startsWith(instruction + beginning))
                .map(line -> line.substring(instruction.length()))
                .toList();
        assertThat(found).as(instruction + beginning).hasSize(1);
        return found.get(0);
    }

    private int run(String name, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(app.toFile())
                .redirectErrorStream(true)
                .redirectOutput(app.resolve(name + ".out").toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("ANALYZE_TEXT"));
        builder.environment()
                .merge("PATH", Path.of(System.getProperty("java.home"), "bin") + ":", (rest, java) -> java + rest);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", name).isTrue();
        return process.exitValue();
    }
}
