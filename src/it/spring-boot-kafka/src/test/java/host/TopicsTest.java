package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ConfigurableApplicationContext;

/** Documents of a topic are labelled into a topic, whichever client Spring Boot brings. */
class TopicsTest {
    private static final int DOCUMENTS = 60;
    private static final int PATIENCE = 90;

    @TempDir
    static Path place;

    private static Process broker;
    private static String address;

    /** The broker of the project's own tests, as its README starts it. */
    @BeforeAll
    static void startBroker() throws Exception {
        Path project = Path.of(System.getProperty("project"));
        Files.createDirectories(place.resolve("target"));
        Files.copy(project.resolve("target/broker.classpath"), place.resolve("target/broker.classpath"));
        int port = freePort();
        address = "localhost:" + port;
        broker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        project.resolve("target/test-classes").toString(),
                        "org.analyzetext.edge.kafka.Broker",
                        Integer.toString(port))
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("broker.txt").toFile())
                .start();
        Instant end = Instant.now().plusSeconds(PATIENCE);
        while (!Files.readString(place.resolve("broker.txt")).contains("answers at")) {
            assertTrue(
                    broker.isAlive() && Instant.now().isBefore(end), Files.readString(place.resolve("broker.txt")));
            Thread.sleep(50);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stopBroker() throws InterruptedException {
        List<ProcessHandle> started = broker.descendants().toList();
        broker.destroy();
        if (!broker.waitFor(20, TimeUnit.SECONDS)) {
            broker.destroyForcibly();
        }
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void everyDocumentHasOneResult() throws Exception {
        System.out.println("Spring Boot " + SpringBootVersion.getVersion() + ", kafka-clients "
                + AppInfoParser.getVersion());
        Map<String, Object> client = Map.of("bootstrap.servers", address);
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic("documents", 2, (short) 1))).all().get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < DOCUMENTS; i++) {
                String document = "{\"id\": \"%d\", \"text\": \"My invoice is wrong\"}".formatted(i);
                producer.send(new ProducerRecord<>("documents", "key-" + i, document)).get();
            }
        }
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                        .keys("kafka-secret")
                        .project(ProjectSettings.of(Path.of(System.getProperty("samples"), "support-labels.json")))
                        .build());
                ConfigurableApplicationContext host = SpringApplication.run(
                        Application.class,
                        "--analyze-text.endpoint=" + service.endpoint(),
                        "--analyze-text.api-key=kafka-secret",
                        "--analyze-text.kafka.brokers=" + address)) {
            List<String> keys = resultKeys();
            assertEquals(DOCUMENTS, keys.size(), keys.toString());
            assertEquals(DOCUMENTS, Set.copyOf(keys).size());
        }
    }

    /** The keys of the results that are committed, once there are as many as documents. */
    private static List<String> resultKeys() {
        Map<String, Object> client = Map.of(
                "bootstrap.servers", address,
                "group.id", "test",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        List<String> keys = new ArrayList<>();
        Instant end = Instant.now().plusSeconds(PATIENCE);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("results"));
            while (keys.size() < DOCUMENTS && Instant.now().isBefore(end)) {
                for (ConsumerRecord<String, String> result : consumer.poll(Duration.ofMillis(200))) {
                    assertTrue(result.value().contains("\"Billing\""), result.value());
                    keys.add(result.key());
                }
            }
        }
        return keys;
    }
}
