package org.analyzetext.edge.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts that do nothing about their logs, with secrets in the environment that are easy to find. */
class CanaryHostIT {
    private static final String KEY = "canary-key-first-0xC3";
    private static final Map<String, String> SECRETS = Map.of(
            "ANALYZE_TEXT_API_KEY", KEY,
            "ANALYZE_TEXT_ENTRA_CLIENT_SECRET", "canary-client-secret-0xC5",
            "ANALYZE_TEXT_KAFKA_SASL_PASSWORD", "canary-sasl-password-0xC7",
            "ANALYZE_TEXT_KAFKA_SSL_KEYSTORE_PASSWORD", "canary-keystore-password-0xC8");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"main,INFO", "main,DEBUG", "plain,INFO", "plain,DEBUG"})
    void aHostLogsNoSecret(String kind, String level) throws Exception {
        Path out = folder.resolve("out");
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/support-labels.json")))
                .build())) {
            assertThat(host(kind, level, service, out).waitFor())
                    .as(() -> said(out))
                    .isZero();
        }
        List<String> said = Files.readAllLines(out);

        assertThat(said).contains(CanaryHost.DONE).anyMatch(line -> line.contains(" " + level + " "));
        assertThat(said).noneMatch(line -> line.contains("canary-"));
    }

    private Process host(String kind, String level, LocalService service, Path out) throws Exception {
        Path logs = Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder>
                      <pattern>%d{HH:mm:ss.SSS} [%thread] %level %logger %msg%n</pattern>
                    </encoder>
                  </appender>
                  <root level="LEVEL"><appender-ref ref="console"/></root>
                </configuration>
                """.replace("LEVEL", level));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + logs,
                "-cp",
                classPath(),
                CanaryHost.class.getName(),
                kind));
        command.addAll(List.of("analyze-text.second.api-key", "canary-key-second-0xC4"));
        Map.of(
                        "enabled", "true",
                        "source", "direct",
                        "sink", "endpoint",
                        "endpoint-sink.results", "direct:labelled",
                        "endpoint-sink.dead-letters", "direct:not-labelled",
                        "endpoint", service.endpoint().toString(),
                        "task.kind", "CustomMultiLabelClassification",
                        "task.project-name", "SupportTickets",
                        "task.deployment-name", "production",
                        "batch.linger", "20ms")
                .forEach((name, value) -> command.addAll(List.of("analyze-text." + name, value)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(SECRETS);
        return builder.start();
    }

    private static String said(Path out) {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        String here = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(here.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
