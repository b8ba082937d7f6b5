package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.analyzetext.edge.kafka.Broker;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo of docker-compose.yml without Docker: each container's command line and environment, as plain processes.
 * What containers add (images, users, networks, health checks) is not tried here.
 */
class ComposeIT {
    private final JsonNode services = compose().path("services");

    @TempDir
    Path place;

    @Test
    void commandsAndEnvironmentsOfTheContainersLabelTheSampleMails() throws Exception {
        int servicePort = freePort();
        WorkingFolder folder = new WorkingFolder(place.resolve("app")).withoutKey();
        WorkingFolder.copyTree(Path.of("src/main/samples"), folder.root().resolve("samples"));
        try (Broker broker = Broker.start(place.resolve("broker"));
                RunningApp service = folder.start(serviceArguments(servicePort));
                RunningApp app = appFolder(folder, broker, servicePort).start()) {
            List<String> mails = Files.readAllLines(Path.of("src/main/samples/inbox/mails.jsonl"));
            awaitTopic(broker, app);
            produce(broker, mails);

            assertThat(consume(broker, mails.size()))
                    .hasSize(mails.size())
                    .allMatch(value -> value.contains("\"support\""));
            assertThat(service.isAlive()).isTrue();
        }
    }

    @Test
    void imagesArePinnedAndEveryServiceHasAHealthCheck() {
        services.properties().forEach(service -> {
            assertThat(service.getValue().path("image").asText())
                    .as("image of %s", service.getKey())
                    .matches(".+:\\d+\\.\\d+\\.\\d+.*");
            assertThat(service.getValue().path("healthcheck").path("test").isArray())
                    .as("health check of %s", service.getKey())
                    .isTrue();
        });
        assertThat(services).hasSize(3);
    }

    private String[] serviceArguments(int port) {
        List<String> arguments = new ArrayList<>();
        services.path("local-service").path("command").forEach(argument -> arguments.add(argument.asText()));
        arguments.set(arguments.indexOf("8071"), Integer.toString(port));
        return arguments.toArray(String[]::new);
    }

    private WorkingFolder appFolder(WorkingFolder folder, Broker broker, int servicePort) {
        services.path("app")
                .path("environment")
                .properties()
                .forEach(variable -> folder.environment(
                        variable.getKey(),
                        variable.getValue()
                                .asText()
                                .replace("kafka:9092", broker.address())
                                .replace("local-service:8071", "localhost:" + servicePort)));
        return folder;
    }

    private static void awaitTopic(Broker broker, RunningApp app) {
        try (var admin = org.apache.kafka.clients.admin.Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                assertThat(app.isAlive())
                        .as("the application runs; it said %s", app.err())
                        .isTrue();
                return admin.listTopics().names().get().contains("documents");
            });
        }
    }

    private static void produce(Broker broker, List<String> values) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new StringSerializer())) {
            values.forEach(value -> producer.send(new ProducerRecord<>("documents", value)));
        }
    }

    private static List<String> consume(Broker broker, int count) {
        List<String> values = new ArrayList<>();
        Map<String, Object> config =
                Map.of("bootstrap.servers", broker.address(), "group.id", "test", "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("results"));
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }

    private static JsonNode compose() {
        try {
            return new ObjectMapper(new YAMLFactory())
                    .readTree(Files.readString(Path.of("docker-compose.yml"), StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int freePort() throws java.io.IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
