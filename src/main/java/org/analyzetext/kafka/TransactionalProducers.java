package org.analyzetext.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The producers of transactions: as many as are needed at once, used again in turn. Thread-safe. */
final class TransactionalProducers {
    /** How long readers wait at most for a transaction whose process was killed within it. */
    private static final Duration TRANSACTION = Duration.ofSeconds(10);
    /** How long a broker that is away is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final KafkaSettings settings;
    private final Queue<Producer<byte[], byte[]>> idle = new ConcurrentLinkedQueue<>();

    TransactionalProducers(KafkaSettings settings) {
        this.settings = settings;
    }

    /** What the transactional ids begin with, for who gives permissions. */
    String prefix() {
        return settings.groupId() + "-";
    }

    /**
     * Writes the records and acknowledges the inputs in one transaction. A consumer that has lost its partitions is
     * refused by the group, whatever the id of the producer.
     *
     * @throws KafkaException when nothing was written, or when it is not known; what the group has acknowledged tells
     */
    void write(HeldRecords held) {
        Producer<byte[], byte[]> producer = idle.poll();
        if (producer == null) {
            producer = create();
        }
        try {
            producer.beginTransaction();
            held.records().forEach(producer::send);
            if (!held.acknowledged().isEmpty()) {
                producer.sendOffsetsToTransaction(
                        held.offsets(), held.acknowledged().get(0).group());
            }
            producer.commitTransaction();
        } catch (KafkaException failed) {
            discard(producer, failed);
            throw failed;
        }
        idle.add(producer);
    }

    private Producer<byte[], byte[]> create() {
        Map<String, Object> properties = new HashMap<>(settings.client());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix() + UUID.randomUUID());
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION.toMillis());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxRecordBytes());
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException failed) {
            producer.close(Duration.ZERO);
            throw failed;
        }
        return producer;
    }

    /** Tells the broker, so that readers need not wait; a transaction whose end is unknown can't be told. */
    private static void discard(Producer<byte[], byte[]> producer, KafkaException failed) {
        try {
            if (!(failed instanceof TimeoutException)) {
                producer.abortTransaction();
            }
        } catch (KafkaException | IllegalStateException itIsOver) {
            failed.addSuppressed(itIsOver);
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    void close() {
        @Nullable Producer<byte[], byte[]> producer;
        while ((producer = idle.poll()) != null) {
            producer.close(Duration.ZERO);
        }
    }
}
