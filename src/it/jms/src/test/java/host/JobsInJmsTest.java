package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk-through of the page, as it is written, with a broker that keeps its queue on disk. */
class JobsInJmsTest {
    private static final String KEY = "jms-secret-key";
    private static final Pattern FILE = Pattern.compile("```yaml\n# file: routes/(\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROPERTIES = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path root;

    private final List<String> labelled = new CopyOnWriteArrayList<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();
    private LocalService service;

    @BeforeEach
    void startService() throws Exception {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(KEY)
                .jobDuration(DurationDistribution.parse("fixed 2s"))
                .project(ProjectSettings.of(Path.of(System.getProperty("samples"), "support-labels.json")))
                .build());
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void jobsOutliveTheBrokerAndTheHost() throws Exception {
        try (Broker broker = new Broker(root.resolve("jms")); Host host = new Host(broker)) {
            host.give(0, 60);
            await(() -> service.counters().jobsAccepted() == 3);
        }
        int before = labelled.size();
        assertTrue(before < 60, before + " of 60 were labelled before the stop");

        try (Broker broker = new Broker(root.resolve("jms")); Host host = new Host(broker)) {
            host.give(60, 61);
            await(() -> labelled.size() >= 61);
        }

        assertEquals(61, labelled.size());
        assertEquals(61, new TreeSet<>(labelled).size());
        assertEquals(List.of(), failed);
        assertEquals(4, service.counters().jobsAccepted());
    }

    private static void await(BooleanSupplier what) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!what.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), "waited for a minute");
            Thread.sleep(20);
        }
    }

    /** A host that knows nothing of the module but what the page says. */
    private final class Host implements AutoCloseable {
        private final Main main = new Main();

        Host(Broker broker) throws Exception {
            Properties properties = new Properties();
            Map.of(
                            "enabled", "true",
                            "sink", "endpoint",
                            "endpoint-sink.results", "direct:labelled",
                            "endpoint-sink.dead-letters", "direct:failed",
                            "endpoint", service.endpoint().toString(),
                            "api-key", KEY,
                            "task.kind", "CustomMultiLabelClassification",
                            "task.project-name", "SupportTickets",
                            "task.deployment-name", "production",
                            "routes", "file:" + walkThrough(properties) + "/*.camel.yaml")
                    .forEach((name, value) -> properties.setProperty("analyze-text." + name, value));
            main.setOverrideProperties(properties);
            main.bind("connectionFactory", broker.factory);
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:labelled").process(message -> labelled.add(text(message.getMessage().getBody())));
                    from("direct:failed").process(message -> failed.add(text(message.getMessage().getBody())));
                }
            });
            main.start();
        }

        void give(int from, int to) throws IOException {
            List<Map<String, String>> documents = IntStream.range(from, to)
                    .mapToObj(i -> Map.of("id", "d" + i, "text", "My invoice is wrong"))
                    .toList();
            try (var template = main.getCamelContext().createProducerTemplate()) {
                template.sendBody("direct:analyze-text", documents);
            }
        }

        @Override
        public void close() {
            main.stop();
        }
    }

    private static String text(Object body) {
        return new String((byte[]) body, StandardCharsets.UTF_8);
    }

    /** The project's routes with the files of the page; its properties are added to these. */
    private Path walkThrough(Properties properties) throws IOException {
        Path folder = Path.of(System.getProperty("walkThroughs"));
        String page = Files.readString(folder.resolve("docs/editing-routes.md"));
        String section = page.substring(page.indexOf("## Another queue for jobs\n"));
        Path routes = Files.createDirectories(root.resolve("routes"));
        List<Path> files = new ArrayList<>();
        try (var list = Files.list(folder.resolve("routes"))) {
            list.forEach(files::add);
        }
        for (Path file : files) {
            Files.write(routes.resolve(file.getFileName()), Files.readAllBytes(file));
        }
        Matcher file = FILE.matcher(section);
        assertTrue(file.find());
        Files.writeString(routes.resolve(file.group(1)), file.group(2));
        Matcher said = PROPERTIES.matcher(section);
        assertTrue(said.find());
        properties.load(new StringReader(said.group(1)));
        return routes;
    }

    private static final class Broker implements AutoCloseable {
        private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        private final ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://0");

        Broker(Path folder) throws Exception {
            Configuration configuration = new ConfigurationImpl()
                    .setPersistenceEnabled(true)
                    .setSecurityEnabled(false)
                    .setJournalType(JournalType.NIO)
                    .setJournalDirectory(folder.resolve("journal").toString())
                    .setBindingsDirectory(folder.resolve("bindings").toString())
                    .setLargeMessagesDirectory(folder.resolve("large").toString())
                    .setPagingDirectory(folder.resolve("paging").toString())
                    .addAcceptorConfiguration("vm", "vm://0")
                    .addAddressSetting(
                            "#", new AddressSettings().setMaxDeliveryAttempts(-1).setRedeliveryDelay(200));
            broker.setConfiguration(configuration);
            broker.start();
        }

        @Override
        public void close() throws Exception {
            factory.close();
            broker.stop();
        }
    }
}
