package org.analyzetext.localservice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts local services with the two tiny projects, and closes them after the test. */
final class Running implements AfterEachCallback {
    private static final Path FOLDER = folder();
    private static final ProjectSettings FIELDS = TestProjects.fields(FOLDER);
    private static final ProjectSettings MOODS = TestProjects.moods(FOLDER);

    private final List<LocalService> services = new ArrayList<>();

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("projects");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            paths.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalService start() {
        return start(builder -> builder);
    }

    LocalService start(UnaryOperator<LocalServiceSettings.Builder> change) {
        LocalService service = LocalService.start(change.apply(LocalServiceSettings.builder()
                        .jobDuration(DurationDistribution.fixed(Duration.ZERO))
                        .project(FIELDS)
                        .project(MOODS))
                .build());
        services.add(service);
        return service;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stop();
    }

    void stop() {
        services.forEach(LocalService::close);
        services.clear();
    }
}
