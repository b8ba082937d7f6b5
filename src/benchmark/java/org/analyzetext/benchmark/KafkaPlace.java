package org.analyzetext.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of one run: documents go in, and a thread reads results as their consumer would. */
final class KafkaPlace implements AutoCloseable {
    private static final int PARTITIONS = 6;

    private final String brokers;
    private final String documents;
    private final String results;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Arrived> arrived = new ArrayList<>();
    private Thread reader;
    private volatile boolean closing;

    private record Arrived(byte[] value, long atMillis) {}

    /** Makes the two topics, named by what they are and by the run. */
    KafkaPlace(String brokers, String run) throws InterruptedException, ExecutionException {
        this.brokers = brokers;
        this.documents = run + "-documents";
        this.results = run + "-results";
        create(documents);
        create(results);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers), new ByteArraySerializer(), new ByteArraySerializer());
    }

    void create(String topic) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            NewTopic made = new NewTopic(topic, PARTITIONS, (short) 1)
                    .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(8 << 20)));
            admin.createTopics(List.of(made)).all().get();
        }
    }

    String brokers() {
        return brokers;
    }

    String documents() {
        return documents;
    }

    String results() {
        return results;
    }

    /** Writes documents with these numbers; they are there when this returns. */
    void write(int from, int to) {
        write(documents, from, to);
    }

    /** The same, to another topic. */
    void write(String topic, int from, int to) {
        List<Integer> missing = send(topic, IntStream.range(from, to).boxed().toList());
        // Right after a topic was made a broker may refuse what comes first.
        missing = send(topic, missing);
        if (!missing.isEmpty()) {
            throw new IllegalStateException(missing.size() + " documents could not be written to " + topic);
        }
    }

    /** Those that the broker did not take. */
    private List<Integer> send(String topic, List<Integer> numbers) {
        List<Integer> missing = Collections.synchronizedList(new ArrayList<>());
        for (int number : numbers) {
            byte[] value = Documents.document(number).toString().getBytes(StandardCharsets.UTF_8);
            producer.send(
                    new ProducerRecord<>(topic, Documents.id(number).getBytes(StandardCharsets.UTF_8), value),
                    (written, refused) -> {
                        if (refused != null) {
                            missing.add(number);
                        }
                    });
        }
        producer.flush();
        return missing;
    }

    /** Begins to read results. */
    void read() {
        reader = new Thread(this::readOn, "benchmark-results");
        reader.setDaemon(true);
        reader.start();
    }

    private void readOn() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Collection<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closing) {
                var records = consumer.poll(Duration.ofMillis(200));
                long now = System.currentTimeMillis();
                synchronized (arrived) {
                    for (ConsumerRecord<byte[], byte[]> record : records) {
                        arrived.add(new Arrived(record.value(), now));
                    }
                }
            }
        }
    }

    /** Right after a topic was made a broker may not know it yet. */
    private Collection<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        while (!closing) {
            List<TopicPartition> known = consumer.partitionsFor(results).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (!known.isEmpty()) {
                return known;
            }
        }
        return List.of();
    }

    int arrivedSoFar() {
        synchronized (arrived) {
            return arrived.size();
        }
    }

    List<Publication> arrived() {
        List<Arrived> all;
        synchronized (arrived) {
            all = List.copyOf(arrived);
        }
        List<Publication> found = new ArrayList<>();
        all.forEach(each ->
                found.addAll(Publication.of(new String(each.value(), StandardCharsets.UTF_8), each.atMillis())));
        return found;
    }

    /** The properties of our application for these topics. */
    Map<String, String> properties(Map<String, String> properties) {
        properties.putAll(Map.of(
                "source",
                "kafka",
                "jobs",
                "kafka",
                "sink",
                "kafka",
                "kafka.brokers",
                brokers,
                "kafka.documents-topic",
                documents,
                "kafka.results-topic",
                results,
                "kafka.dead-letters-topic",
                documents + "-dead",
                "kafka.jobs-topic-prefix",
                documents + "-jobs",
                "kafka.group-id",
                documents));
        return properties;
    }

    @Override
    public void close() {
        closing = true;
        try {
            if (reader != null) {
                reader.join();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ZERO);
    }
}
