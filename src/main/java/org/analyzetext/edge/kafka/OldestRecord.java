package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads one record of each partition, to see how old what waits is. Belongs to one thread. */
final class OldestRecord implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;

    OldestRecord(KafkaSettings settings) {
        Map<String, Object> client = settings.connection().properties();
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // A larger record comes all the same, and more than one is not needed.
        client.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1");
        client.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "4000");
        consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The time of the oldest first record at or behind these offsets; far in the future when none can be read now. */
    Instant at(Map<TopicPartition, Long> offsets) {
        Set<TopicPartition> open = new HashSet<>(offsets.keySet());
        consumer.assign(open);
        offsets.forEach(consumer::seek);
        long oldest = Long.MAX_VALUE;
        for (int polls = 0; !open.isEmpty() && polls < LONGEST.dividedBy(POLL); polls++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (open.remove(partition)) {
                    oldest = Math.min(oldest, record.timestamp());
                    consumer.pause(Set.of(partition));
                }
            }
        }
        return oldest == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(oldest);
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
