package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two clones in two folders, built in two time zones and languages, give the same bytes. It is the last commit that is
 * built, not what is changed since. The bill of materials is not made and not compared.
 */
@Tag("long")
class ReproducibleBuildIT {
    private static final List<String> JARS = List.of(
            "target/analyze-text.jar", "target/camel-analyze-text.jar", "target/camel-analyze-text-local-service.jar");

    @TempDir
    Path folder;

    @Test
    void twoClonesGiveTheSameJars() throws Exception {
        Path here = folder.resolve("here");
        Path elsewhere = folder.resolve("deeper/elsewhere");
        build(here, "-Duser.timezone=UTC -Duser.language=en");
        build(elsewhere, "-Duser.timezone=Asia/Kathmandu -Duser.language=tr");

        assertThat(JARS)
                .allSatisfy(jar -> assertThat(elsewhere.resolve(jar)).hasSameBinaryContentAs(here.resolve(jar)));
    }

    private static void build(Path clone, String javaOptions) throws IOException, InterruptedException {
        Files.createDirectories(clone);
        run(clone, "", "git", "clone", "--quiet", Path.of("").toAbsolutePath().toString(), ".");
        // Everything that the build needs was fetched by the build that this test is part of.
        run(
                clone,
                javaOptions,
                "mvn",
                "--offline",
                "--batch-mode",
                "--quiet",
                "-Dmaven.test.skip=true",
                "-Dspotless.check.skip=true",
                "-Dcyclonedx.skip=true",
                "package");
    }

    private static void run(Path folder, String javaOptions, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().merge("MAVEN_OPTS", javaOptions, (had, more) -> had + " " + more);
        Process process = builder.start();
        String said;
        try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor()).as("%s%n%s", List.of(command), said).isZero();
    }
}
