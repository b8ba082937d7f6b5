package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import org.analyzetext.AnalyzeText;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything but the Kafka edges works with what Maven gives to a host that depends on the module alone. */
class HostWithoutKafkaTest {
    private static final String KEY = "host-secret-key";

    @TempDir
    Path root;

    private LocalService service;

    @BeforeEach
    void startService() throws Exception {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(KEY)
                .jobDuration(DurationDistribution.parse("fixed 100ms"))
                .project(ProjectSettings.of(Path.of(System.getProperty("samples"), "support-labels.json")))
                .build());
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.camel.component.kafka.KafkaComponent",
                "org.apache.kafka.clients.producer.Producer",
                "org.apache.camel.component.seda.SedaComponent",
                "org.apache.camel.main.Main"
            })
    void theHostHasNot(String type) {
        assertThrows(ClassNotFoundException.class, () -> Class.forName(type));
    }

    @Test
    void theHostsJarHoldsNeitherTheApplicationNorTheLocalService() throws Exception {
        Path jar = Path.of(AnalyzeText.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile entries = new JarFile(jar.toFile())) {
            assertFalse(
                    entries.stream()
                            .anyMatch(entry -> entry.getName().startsWith("org/analyzetext/app/")
                                    || entry.getName().startsWith("org/analyzetext/localservice/")),
                    jar.toString());
        }
    }

    @Test
    void filesBecomeFiles() throws Exception {
        Files.createDirectories(root.resolve("inbox"));
        Files.writeString(
                root.resolve("inbox/mails.jsonl"),
                "{\"id\":\"a\",\"text\":\"My invoice is wrong\"}\n{\"id\":\"b\",\"text\":\"It does not start\"}\n");
        Path results = root.resolve("results/mails.jsonl");

        try (CamelContext context = context(Map.of())) {
            AnalyzeText.install(context);
            context.start();
            await(() -> Files.exists(results));
        }

        List<String> lines = Files.readAllLines(results);
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).contains("\"id\":\"a\"") && lines.get(1).contains("\"id\":\"b\""), lines.toString());
        assertTrue(Files.exists(root.resolve("done/mails.jsonl")));
    }

    @Test
    void documentsOfRoutesBecomeMessagesToEndpoints() throws Exception {
        List<String> labelled = new CopyOnWriteArrayList<>();
        List<String> failed = new CopyOnWriteArrayList<>();
        try (CamelContext context = context(Map.of(
                "source",
                "direct",
                "sink",
                "endpoint",
                "endpoint-sink.results",
                "direct:labelled",
                "endpoint-sink.dead-letters",
                "direct:failed"))) {
            AnalyzeText.install(context);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:labelled").process(message -> labelled.add(text(message.getMessage().getBody())));
                    from("direct:failed").process(message -> failed.add(text(message.getMessage().getBody())));
                }
            });
            context.start();
            context.createProducerTemplate()
                    .sendBody(
                            "direct:analyze-text",
                            IntStream.range(0, 30)
                                    .mapToObj(i -> Map.of("id", "d" + i, "text", "My invoice is wrong"))
                                    .toList());
            await(() -> labelled.size() >= 30);
        }
        assertEquals(30, new TreeSet<>(labelled).size());
        assertEquals(List.of(), failed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "jobs", "sink"})
    void kafkaIsAMistakeThatNamesTheDependency(String property) throws Exception {
        Map<String, String> changes = new HashMap<>();
        changes.put(property, "kafka");
        if (property.equals("source")) {
            changes.put("jobs", "own");
        } else if (property.equals("jobs")) {
            changes.put("source", "direct");
        }
        try (CamelContext context = context(changes)) {
            ConfigurationException told =
                    assertThrows(ConfigurationException.class, () -> AnalyzeText.install(context));

            assertEquals(
                    List.of("analyze-text." + property + " is kafka, which needs the dependency"
                            + " org.apache.camel:camel-kafka, and that is not on the class path"),
                    told.mistakes());
        }
    }

    private CamelContext context(Map<String, String> changes) {
        Properties properties = new Properties();
        Map<String, String> all = new HashMap<>(Map.of(
                "endpoint", service.endpoint().toString(),
                "api-key", KEY,
                "task.kind", "CustomMultiLabelClassification",
                "task.project-name", "SupportTickets",
                "task.deployment-name", "production",
                "files.settle", "100ms",
                "files.scan", "50ms"));
        for (String folder : List.of("inbox", "work", "results", "dead-letters", "done", "accounts")) {
            all.put("files." + folder, root.resolve(folder).toString());
        }
        all.putAll(changes);
        all.forEach((name, value) -> properties.setProperty("analyze-text." + name, value));
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setInitialProperties(properties);
        return context;
    }

    private static String text(Object body) {
        return new String((byte[]) body, StandardCharsets.UTF_8);
    }

    private static void await(BooleanSupplier what) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!what.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), "waited for a minute");
            Thread.sleep(20);
        }
    }
}
