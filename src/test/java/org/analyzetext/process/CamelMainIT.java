package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.route.EditorSpelling;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Camel's own main class with the host's jar and the route files, which Camel loads itself: no line of Java. */
class CamelMainIT {
    private static final Path TARGET = WorkingFolder.JAR.toAbsolutePath().getParent();

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itRunsTheRouteFilesWithTheBeansOfTheJar(boolean asEditorsSaveThem) throws Exception {
        Path routes = Files.createDirectory(root.resolve("routes"));
        if (asEditorsSaveThem) {
            EditorSpelling.save(Path.of("routes"), routes);
        } else {
            WorkingFolder.copyTree(Path.of("routes"), routes);
        }
        Files.createDirectory(root.resolve("inbox"));
        Files.writeString(root.resolve("inbox/mail.jsonl"), "{\"id\":\"a\",\"text\":\"My invoice is wrong\"}\n");
        try (LocalService service = service()) {
            Files.writeString(root.resolve("application.properties"), """
                    analyze-text.enabled=true
                    analyze-text.routes=none
                    camel.main.routes-include-pattern=file:routes/*.camel.yaml
                    analyze-text.endpoint=%s
                    analyze-text.api-key=a-key
                    analyze-text.task.kind=CustomMultiLabelClassification
                    analyze-text.task.project-name=SupportTickets
                    analyze-text.task.deployment-name=production
                    analyze-text.files.settle=20ms
                    """.formatted(service.endpoint()));
            Path said = root.resolve("said.txt");
            Process main = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            "." + File.pathSeparator + TARGET.resolve("camel-analyze-text.jar") + File.pathSeparator
                                    + TARGET.resolve("lib") + "/*",
                            "org.apache.camel.main.Main"))
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Files.exists(root.resolve("results/mail.jsonl")) || !main.isAlive());
            } finally {
                main.destroy();
                main.waitFor();
            }
            assertThat(root.resolve("results/mail.jsonl"))
                    .as("%s", Files.readString(said))
                    .content()
                    .contains("\"SupportTickets\"");
        }
    }

    private static LocalService service() throws IOException {
        return LocalService.start(LocalServiceSettings.builder()
                .keys("a-key")
                .project(ProjectSettings.of(Path.of("src/main/samples/support-labels.json")))
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .build());
    }
}
