package org.analyzetext.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.analyzetext.AnalyzeText;
import org.analyzetext.document.Json;
import org.analyzetext.emulator.DurationDistribution;
import org.analyzetext.emulator.LocalService;
import org.analyzetext.emulator.LocalServiceSettings;
import org.analyzetext.emulator.ProjectSettings;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped routes with Kafka on all edges, on a real broker. */
class KafkaPipelineTest {
    private static final Path SAMPLES = Path.of("src/main/samples");

    @TempDir
    static Path folder;

    private static Broker broker;
    private static LocalService service;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start(folder.resolve("broker"));
        service = LocalService.start(LocalServiceSettings.builder()
                .keys("key")
                .port(0)
                .project(ProjectSettings.of(SAMPLES.resolve("intent-labels.json")))
                .jobDuration(DurationDistribution.uniform(Duration.ofMillis(100), Duration.ofMillis(1500)))
                .build());
    }

    @AfterAll
    static void stop() {
        service.close();
        broker.close();
    }

    @Test
    void everyRecordEndsInOneResultOrOneDeadLetterWithItsKeyAndHeaders() throws Exception {
        produce("documents-a", 103);
        Main main = pipeline("a");
        try {
            List<ConsumerRecord<byte[], byte[]>> results = consume("results-a", 102);
            List<ConsumerRecord<byte[], byte[]>> dead = consume("dead-a", 1);
            Set<String> offsets = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> record : results) {
                JsonNode result = Json.MAPPER.readTree(record.value());
                offsets.add(result.path("source").toString());
                assertThat(new String(record.key(), StandardCharsets.UTF_8))
                        .isEqualTo("key-" + result.path("id").asText());
                assertThat(record.headers()).extracting(header -> header.key()).containsExactly("trace");
            }
            assertThat(offsets).hasSize(102);
            JsonNode letter = Json.MAPPER.readTree(dead.get(0).value());
            assertThat(letter.path("code").asText()).isEqualTo("EmptyText");
            assertThat(letter.path("source").path("topic").asText()).isEqualTo("documents-a");
        } finally {
            main.stop();
        }
    }

    private static void produce(String topic, int count) {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.address());
        try (var admin = org.apache.kafka.clients.admin.Admin.create(config)) {
            admin.createTopics(List.of(new org.apache.kafka.clients.admin.NewTopic(topic, 3, (short) 1)));
        }
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                String text = i == 7 ? " " : "My parcel number " + i + " has not arrived, please help";
                String value = Json.MAPPER
                        .createObjectNode()
                        .put("id", "" + i)
                        .put("text", text)
                        .put("n", i)
                        .toString();
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                        topic, ("key-" + i).getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
                record.headers().add("trace", ("t" + i).getBytes(StandardCharsets.UTF_8));
                producer.send(record);
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> consume(String topic, int count) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", broker.address());
        config.put("group.id", "test-" + topic);
        config.put("auto.offset.reset", "earliest");
        config.put("metadata.max.age.ms", "500");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
            });
        }
        assertThat(records).hasSize(count);
        return records;
    }

    private static Main pipeline(String name) {
        Properties properties = new Properties();
        properties.put("analyze-text.endpoint", service.endpoint().toString());
        properties.put("analyze-text.key", "key");
        properties.put("analyze-text.task.project-name", "MessageIntent");
        properties.put("analyze-text.task.deployment-name", "production");
        properties.put("analyze-text.source", "kafka");
        properties.put("analyze-text.jobs", "kafka");
        properties.put("analyze-text.sink", "kafka");
        properties.put("analyze-text.poll.first-look", "300ms");
        properties.put("analyze-text.kafka.brokers", broker.address());
        properties.put("analyze-text.kafka.documents-topic", "documents-" + name);
        properties.put("analyze-text.kafka.jobs-topic-prefix", "jobs-" + name);
        properties.put("analyze-text.kafka.results-topic", "results-" + name);
        properties.put("analyze-text.kafka.dead-letters-topic", "dead-" + name);
        properties.put("analyze-text.kafka.group-id", "group-" + name);
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("classpath:analyze-text.properties");
        main.setOverrideProperties(properties);
        main.configure().withRoutesIncludePattern("file:routes/*.camel.yaml");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport starting) {
                try {
                    AnalyzeText.install(starting.getCamelContext());
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }
        });
        main.start();
        return main;
    }
}
