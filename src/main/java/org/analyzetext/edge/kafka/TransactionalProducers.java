package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The producers of transactions: as many as are needed at once, used again in turn. Thread-safe. */
final class TransactionalProducers {
    /** How long readers wait at most for a transaction whose process was killed within it. */
    private static final Duration TRANSACTION = Duration.ofSeconds(10);
    /**
     * The first wait before a request is repeated; it doubles up to Kafka's usual longest. A broker is busy with the end
     * of the last transaction for some milliseconds, in which it neither begins the next nor sends offsets: Kafka's usual
     * 100 ms were more than a third of the time of the consumers of documents.
     */
    static final int RETRY_BACKOFF_MS = 5;
    /** Brokers forget ids that are not used, after seven days by default. */
    private static final Duration LONGEST_IDLE = Duration.ofHours(1);

    private final KafkaSettings settings;
    private final Set<String> jobsTopics;
    private final BrokerClock clock;
    private final RecordShare share = new RecordShare();
    private final Queue<Idle> idle = new ConcurrentLinkedQueue<>();

    /** A producer that waits for its next transaction since a {@link System#nanoTime}. */
    private record Idle(Producer<byte[], byte[]> producer, long since) {}

    TransactionalProducers(KafkaSettings settings, BrokerClock clock) {
        this.settings = settings;
        this.clock = clock;
        this.jobsTopics = Set.copyOf(settings.names().jobsTopics());
    }

    /** What is known of the jobs topics' offsets. */
    RecordShare recordShare() {
        return share;
    }

    /** What the transactional ids begin with, for who gives permissions. */
    String prefix() {
        return settings.names().groupId() + "-";
    }

    /**
     * Writes the records and acknowledges the inputs in one transaction. A consumer that has lost its partitions is
     * refused by the group, whatever the id of the producer.
     *
     * @throws KafkaException when nothing was written, or when it is not known; what the group has acknowledged shows it
     */
    void write(HeldRecords held) {
        Producer<byte[], byte[]> producer = begun();
        try {
            try {
                prepare(producer, held);
            } catch (ApplicationRecoverableException | TransactionAbortableException givenUp) {
                // The broker gave the transaction up, say after it was away: no reason to pay for the job again.
                discard(producer, givenUp);
                producer = fresh();
                prepare(producer, held);
            }
            held.commitAsked();
            commit(producer);
        } catch (KafkaException failed) {
            discard(producer, failed);
            throw failed;
        }
        idle.add(new Idle(producer, System.nanoTime()));
    }

    /**
     * Writes a record that is given up at once: so nothing is paid for where nothing can be written, and the time at the
     * brokers is known.
     */
    void probe(String topic) {
        HeldRecords probe = new HeldRecords();
        probe.add(new ProducerRecord<>(topic, new byte[0]));
        Producer<byte[], byte[]> producer = begun();
        try {
            prepare(producer, probe);
            producer.abortTransaction();
        } catch (KafkaException failed) {
            discard(producer, failed);
            throw failed;
        }
        idle.add(new Idle(producer, System.nanoTime()));
    }

    private static void commit(Producer<byte[], byte[]> producer) {
        try {
            producer.commitTransaction();
        } catch (TimeoutException notKnown) {
            // Asks on for the end of the same commit.
            producer.commitTransaction();
        }
    }

    /** All but the commit: until that is asked for, the transaction can't come to hold. */
    private void prepare(Producer<byte[], byte[]> producer, HeldRecords held) {
        long begin = clock.steady();
        long now = clock.millis();
        List<Future<RecordMetadata>> sent = held.records().stream()
                .map(record -> producer.send(new ProducerRecord<>(
                        record.topic(), record.partition(), now, record.key(), record.value(), record.headers())))
                .toList();
        producer.flush();
        long end = clock.steady();
        Map<TopicPartition, Integer> jobs = new HashMap<>();
        for (Future<RecordMetadata> each : sent) {
            try {
                RecordMetadata written = each.get();
                // A topic of append times sets its own.
                if (written.timestamp() != now) {
                    clock.learn(written.timestamp(), begin, end);
                }
                if (jobsTopics.contains(written.topic())) {
                    jobs.merge(new TopicPartition(written.topic(), written.partition()), 1, Integer::sum);
                }
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof KafkaException known
                        ? known
                        : new KafkaException(String.valueOf(failed.getMessage()), failed);
            } catch (InterruptedException stopped) {
                throw new InterruptException(stopped);
            }
        }
        share.wrote(jobs.values().stream().mapToInt(each -> each).sum(), jobs.size());
        if (!held.acknowledged().isEmpty()) {
            producer.sendOffsetsToTransaction(
                    held.offsets(), held.acknowledged().get(0).group());
        }
    }

    /** A producer in a new transaction; one that became unusable while it was idle is left. */
    private Producer<byte[], byte[]> begun() {
        for (Idle next = idle.poll(); next != null; next = idle.poll()) {
            try {
                if (System.nanoTime() - next.since() < LONGEST_IDLE.toNanos()) {
                    next.producer().beginTransaction();
                    return next.producer();
                }
                next.producer().close(Duration.ZERO);
            } catch (KafkaException unusable) {
                next.producer().close(Duration.ZERO);
            }
        }
        return fresh();
    }

    private Producer<byte[], byte[]> fresh() {
        Producer<byte[], byte[]> producer = create();
        producer.beginTransaction();
        return producer;
    }

    private Producer<byte[], byte[]> create() {
        Map<String, Object> properties = settings.connection().properties();
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix() + UUID.randomUUID());
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION.toMillis());
        int limit = (int) settings.longestWrite().toMillis();
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, limit);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, limit);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, limit);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MS);
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

    /** Ends it at the broker, so that readers need not wait; a transaction whose end is unknown can't be ended. */
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
        for (Idle next = idle.poll(); next != null; next = idle.poll()) {
            next.producer().close(Duration.ZERO);
        }
    }
}
