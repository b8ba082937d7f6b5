package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A consumer that stood still while others went on with its partitions. */
@ExtendWith(SharedBroker.class)
class RetryingConsumerTest {
    private static final String TOPIC = "retrying-consumer";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final Topics topics = SharedBroker.topics();

    @Test
    void theGroupIsNeverMovedBackNorElsewhereThanInOwnPartitions() {
        topics.create(TOPIC, 1);
        for (int i = 0; i < 10; i++) {
            topics.send(TOPIC, 0, "key", new byte[1]);
        }
        topics.flush();
        try (RetryingConsumer consumer = new RetryingConsumer(
                properties(),
                Duration.ofMillis(100),
                new ClientIds("test").take(TOPIC),
                new GroupShare((submits, polls) -> {}).member(GroupShare.Work.JOBS),
                record -> 0,
                () -> false)) {
            consumer.subscribe(List.of(TOPIC));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });
            acknowledgedByAnother(consumer, 8);

            consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(3)), PATIENCE);
            assertThat(committed(consumer)).isEqualTo(8);

            consumer.commitSync(
                    Map.of(new TopicPartition("of-another-" + TOPIC, 0), new OffsetAndMetadata(1)), PATIENCE);
            consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(9)), PATIENCE);
            assertThat(committed(consumer)).isEqualTo(9);
        }
    }

    @Test
    void ofATopicThatBeganAgainNothingIsTakenForAcknowledged() {
        String topic = TOPIC + "-again";
        TopicPartition partition = new TopicPartition(topic, 0);
        topics.create(topic, 1);
        topics.send(topic, 0, "key", new byte[1]);
        topics.flush();
        Properties properties = properties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, topic);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        try (RetryingConsumer consumer = new RetryingConsumer(
                properties,
                Duration.ofMillis(100),
                new ClientIds("test").take(topic),
                new GroupShare((submits, polls) -> {}).member(GroupShare.Work.DOCUMENTS),
                null,
                () -> false)) {
            consumer.subscribe(List.of(topic));
            await().atMost(PATIENCE)
                    .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
            int generation = consumer.groupMetadata().generationId();
            // As if 50 records had been read and acknowledged of a topic that was deleted.
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(50)), PATIENCE);
            consumer.acknowledged().upTo(generation, partition, 50);
            consumer.seek(partition, 50);

            await().atMost(PATIENCE)
                    .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());

            assertThat(consumer.acknowledged().has(generation, partition, 0)).isFalse();
            assertThat(consumer.committed(Set.of(partition))).doesNotContainKey(partition);
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(1)), PATIENCE);
            assertThat(consumer.committed(Set.of(partition)).get(partition).offset())
                    .isEqualTo(1);
        }
    }

    /** As an instance does that went on meanwhile: in a transaction, which the group takes. */
    private static void acknowledgedByAnother(RetryingConsumer member, long next) {
        Map<String, Object> sending = new HashMap<>(Map.of("bootstrap.servers", SharedBroker.address()));
        sending.put("transactional.id", TOPIC);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.sendOffsetsToTransaction(Map.of(PARTITION, new OffsetAndMetadata(next)), member.groupMetadata());
            producer.commitTransaction();
        }
    }

    private static long committed(RetryingConsumer consumer) {
        return consumer.committed(Set.of(PARTITION)).get(PARTITION).offset();
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, SharedBroker.address());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, TOPIC);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return properties;
    }
}
