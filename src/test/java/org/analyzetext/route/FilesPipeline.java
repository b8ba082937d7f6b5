package org.analyzetext.route;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.analyzetext.AnalyzeText;
import org.analyzetext.document.Json;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.spending.SpendingStatus;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** The shipped routes, running on a temporary folder with fast times. */
public final class FilesPipeline implements AutoCloseable {
    public static final String KEY = "pipeline-secret-key";
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path root;
    private final Main main = new Main();
    private AnalyzeText installed;

    private FilesPipeline(Path root) {
        this.root = root;
    }

    /**
     * Starts the routes.
     *
     * @param root the folder in which inbox, work and so on are
     * @param changes properties without their prefix
     */
    public static FilesPipeline start(Path root, URI endpoint, Map<String, String> changes) throws Exception {
        Files.createDirectories(root);
        FilesPipeline pipeline = new FilesPipeline(root);
        pipeline.main.setDefaultPropertyPlaceholderLocation("classpath:analyze-text.properties");
        pipeline.main.setOverrideProperties(properties(root, endpoint, changes));
        pipeline.main.configure().withAutoConfigurationLogSummary(false);
        pipeline.main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport starting) {
                pipeline.install(starting.getCamelContext());
            }
        });
        pipeline.main.start();
        return pipeline;
    }

    public static FilesPipeline start(Path root, URI endpoint) throws Exception {
        return start(root, endpoint, Map.of());
    }

    private void install(CamelContext context) {
        try {
            installed = AnalyzeText.install(context);
        } catch (RuntimeException told) {
            throw told;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Properties properties(Path root, URI endpoint, Map<String, String> changes) {
        Properties all = new Properties();
        for (String folder : List.of("inbox", "work", "results", "dead-letters", "done", "accounts")) {
            all.put("analyze-text.files." + folder, root.resolve(folder).toString());
        }
        Map<String, String> fast = Map.ofEntries(
                Map.entry("endpoint", endpoint.toString()),
                Map.entry("api-key", KEY),
                Map.entry("task.project-name", "Intents"),
                Map.entry("task.deployment-name", "production"),
                Map.entry("poll.first-poll", "50ms"),
                Map.entry("poll.longest", "100ms"),
                Map.entry("files.scan", "20ms"),
                Map.entry("files.settle", "1ms"),
                Map.entry("files.retry", "50"),
                Map.entry("batch.linger", "20ms"),
                Map.entry("job.pause", "20ms"),
                Map.entry("call.shortest-wait", "20ms"),
                Map.entry("call.longest-wait", "100ms"),
                Map.entry("submit.threads", "2"),
                Map.entry("poll.threads", "2"));
        fast.forEach((name, value) -> all.put("analyze-text." + name, value));
        changes.forEach((name, value) -> all.put("analyze-text." + name, value));
        return all;
    }

    public AnalyzeText installed() {
        return installed;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    RunCounters counters() {
        return installed.counters();
    }

    SpendingStatus spending() {
        return installed.spending();
    }

    boolean drained() throws IOException {
        return installed.edges().files().isDrained();
    }

    /** Puts a file into the inbox in one step. */
    public void put(String name, String content) throws IOException {
        put(root, name, content);
    }

    static void put(Path root, String name, String content) throws IOException {
        Path aside = Files.writeString(Files.createTempFile(root, "input", ""), content);
        Path file = root.resolve("inbox").resolve(name);
        Files.createDirectories(file.getParent());
        Files.move(aside, file);
    }

    /** So many documents as JSON lines: ids {@code id-1}..., texts {@code text 1}... */
    static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            lines.append("{\"id\":\"id-%d\",\"text\":\"text %d\"}\n".formatted(i, i));
        }
        return lines.toString();
    }

    /** Waits until every input has its answer. */
    public void awaitDrained() {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(this::drained);
    }

    public List<JsonNode> results(String name) throws IOException {
        return read(root.resolve("results").resolve(name));
    }

    public List<JsonNode> deadLetters(String name) throws IOException {
        return read(root.resolve("dead-letters").resolve(name));
    }

    private static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> values = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                values.add(Json.MAPPER.readTree(line));
            }
        }
        return values;
    }

    /** The files below a folder of the pipeline, relative to it. */
    List<String> files(String folder) throws IOException {
        return files(root, folder);
    }

    static List<String> files(Path root, String folder) throws IOException {
        Path top = root.resolve(folder);
        try (Stream<Path> tree = Files.walk(top)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString())
                    .filter(file -> !file.equals(".lock"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        main.stop();
    }
}
