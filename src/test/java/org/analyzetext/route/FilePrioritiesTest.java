package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.analyzetext.route.ScriptedService.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each priority of files has a route and threads of its own. */
class FilePrioritiesTest {
    private static final Map<String, String> PRIORITIES = Map.of(
            "files.urgent", "urgent/**",
            "files.bulk", "bulk/**",
            "batch.max-documents", "1",
            "submit.threads", "1");
    private static final String BULK = FilesPipeline.lines(20);
    private static final String OTHER = "{\"id\":\"other\",\"text\":\"waits for none\"}\n";

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"urgent/one.jsonl", "one.jsonl"})
    void aFileIsLabelledWhileAllThreadsOfALowerPriorityAreBusy(String name) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedService service = new ScriptedService();
                FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), PRIORITIES)) {
            service.onSubmit = request -> {
                if (!isOther(request)) {
                    hang(over);
                }
                return service.accept(request);
            };
            pipeline.put("bulk/many.jsonl", BULK);
            await().atMost(FilesPipeline.LIMIT).until(() -> service.submits().size() == 2);

            pipeline.put(name, OTHER);

            await().atMost(FilesPipeline.LIMIT)
                    .until(() -> Files.exists(root.resolve("results").resolve(name)));
            assertThat(service.submits()).hasSize(3);
            over.countDown();
            pipeline.awaitDrained();
            assertThat(pipeline.results("bulk/many.jsonl")).hasSize(20);
        } finally {
            over.countDown();
        }
    }

    /** Of a routes folder without that file: nothing is left lying. */
    @Test
    void inputsWhosePriorityHasNoRouteAreSubmittedWithTheNormalOnes() throws Exception {
        Path routes = Files.createDirectories(root.resolve("routes"));
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.filter(each -> !each.endsWith("jobs-files-priorities.camel.yaml"))
                    .toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Map<String, String> properties = new HashMap<>(PRIORITIES);
        properties.put("routes", "file:" + routes + "/*.yaml");
        try (ScriptedService service = new ScriptedService();
                FilesPipeline pipeline = FilesPipeline.start(root, service.endpoint(), properties)) {
            pipeline.put("bulk/many.jsonl", FilesPipeline.lines(3));
            pipeline.put("urgent/one.jsonl", OTHER);

            await().atMost(FilesPipeline.LIMIT)
                    .until(() -> Files.exists(root.resolve("results/urgent/one.jsonl"))
                            && Files.exists(root.resolve("results/bulk/many.jsonl")));
            assertThat(pipeline.context().getRoute("analyze-text-jobs-files-submit-urgent"))
                    .isNull();
        }
    }

    private static boolean isOther(Request request) {
        return request.texts().equals(List.of("waits for none"));
    }

    private static void hang(CountDownLatch over) {
        try {
            over.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
