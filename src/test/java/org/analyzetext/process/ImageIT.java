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
        List<String> dockerfile = Files.readAllLines(Path.of("src/main/docker/Dockerfile"));

        assertThat(run("build", List.of("bash", "-c", archiving(dockerfile)))).isZero();
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
                .contains("org.analyzetext.Application source: shared objects file (top)");
    }

    /** The shell command of the step, its lines joined. */
    private static String archiving(List<String> dockerfile) {
        String text = String.join("\n", dockerfile);
        int from = text.indexOf("RUN mkdir inbox");
        assertThat(from).as("the step that keeps the classes").isPositive();
        List<String> lines = new ArrayList<>();
        for (String line : text.substring(from + "RUN ".length()).split("\n")) {
            lines.add(line.endsWith("\\") ? line.substring(0, line.length() - 1) : line);
            if (!line.endsWith("\\")) {
                break;
            }
        }
        return String.join(" ", lines);
    }

    private static List<String> entryPoint(List<String> dockerfile) throws IOException {
        String line = dockerfile.stream()
                .filter(each -> each.startsWith("ENTRYPOINT "))
                .findFirst()
                .orElseThrow();
        List<String> command = new ArrayList<>();
        new ObjectMapper().readTree(line.substring("ENTRYPOINT ".length())).forEach(word -> command.add(word.asText()));
        return command;
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
