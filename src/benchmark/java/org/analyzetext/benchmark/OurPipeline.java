package org.analyzetext.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How this project's application is started: the jar, with its defaults but for what has to be told. */
final class OurPipeline {
    static final Path JAR = Path.of(System.getProperty("analyzetext.jar", "target/analyze-text.jar"));
    /** The JVM's options that stand beside the jar, and that its launcher uses. */
    static final String JAVA_OPTIONS = "@" + JAR.toAbsolutePath().resolveSibling("java-options");

    private OurPipeline() {}

    /** What every run has to be told. */
    static Map<String, String> properties(ServiceProcess service) {
        return new TreeMap<>(Map.of(
                "endpoint", service.endpoint().toString(),
                "task.kind", ServiceProcess.KIND,
                "task.project-name", ServiceProcess.PROJECT,
                "task.deployment-name", ServiceProcess.DEPLOYMENT));
    }

    static JavaProcess start(Path folder, Map<String, String> properties, String... jvm) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("analyze-text.properties"),
                properties.entrySet().stream()
                        .map(property -> "analyze-text." + property.getKey() + "=" + property.getValue() + "\n")
                        .collect(Collectors.joining()));
        return JavaProcess.start(
                folder,
                "application",
                Map.of("ANALYZE_TEXT_API_KEY", ServiceProcess.KEY),
                Stream.concat(
                                Stream.of(jvm),
                                Stream.of("-jar", JAR.toAbsolutePath().toString()))
                        .toList());
    }

    /** The files edges. */
    static Contender files() {
        return new FolderContender("this project, files", 25, 0) {
            @Override
            JavaProcess launch(Path home, ServiceProcess service) throws IOException {
                return OurPipeline.start(home, properties(service));
            }
        };
    }
}
