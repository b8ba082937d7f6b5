package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.analyzetext.document.Json;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.spending.SpendingStore;
import org.analyzetext.spending.Spent;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The count of text records as a compacted topic of one partition, which all instances share: each start of an instance
 * has a key of its own, with what it has counted. An entry counts when it is read back, with all entries before it; so
 * all instances see the same order, and the limit holds for all of them together.
 */
final class SpendingTopic extends ServiceSupport implements SpendingStore {
    private static final Logger LOG = LoggerFactory.getLogger(SpendingTopic.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaSettings settings;
    private final TopicPartition partition;
    private final String instance = UUID.randomUUID().toString();
    private final Map<String, Spent> known = new HashMap<>();
    private Spent own = Spent.nothing(LocalDate.EPOCH);
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    public SpendingTopic(KafkaSettings settings) {
        this.settings = settings;
        this.partition = new TopicPartition(settings.names().spendingTopic(), 0);
    }

    @Override
    protected synchronized void doStart() throws IOException {
        Properties client = new Properties();
        client.putAll(settings.client());
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
        Properties out = new Properties();
        out.putAll(client);
        out.put(ProducerConfig.ACKS_CONFIG, "all");
        out.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        out.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        out.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Long.toString(LONGEST.toMillis()));
        out.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(LONGEST.toMillis()));
        producer = new KafkaProducer<>(out, new ByteArraySerializer(), new ByteArraySerializer());
        Properties in = new Properties();
        in.putAll(client);
        in.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        in.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        in.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(LONGEST.toMillis()));
        KafkaConsumer<byte[], byte[]> entries =
                new KafkaConsumer<>(in, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer = entries;
        entries.assign(List.of(partition));
        entries.seekToBeginning(List.of(partition));
        readTo(entries.endOffsets(List.of(partition)).getOrDefault(partition, 0L) - 1, LocalDate.EPOCH);
    }

    @Override
    protected synchronized void doStop() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
        if (consumer != null) {
            consumer.close();
            consumer = null;
        }
    }

    @Override
    public synchronized Spent spent(LocalDate today) {
        if (consumer == null) {
            // Who asks before the start or after the stop, for the summary, gets what is known.
            return sum(today);
        }
        try {
            for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ZERO)) {
                apply(entry);
            }
        } catch (KafkaException unreachable) {
            LOG.debug("the topic {} can't be read now", partition.topic(), unreachable);
        }
        return sum(today);
    }

    @Override
    public synchronized Spent count(LocalDate today, long records) throws IOException {
        long offset = write(own.plus(today, records));
        try {
            return readTo(offset, own.day());
        } catch (IOException | KafkaException unread) {
            // Nobody will spend it; the next entry says so.
            own = own.minus(own.day(), records);
            throw unread;
        }
    }

    @Override
    public synchronized void release(LocalDate counted, long records) throws IOException {
        write(own.minus(counted, records));
    }

    private long write(Spent next) throws IOException {
        byte[] key = instance.getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> entry =
                new ProducerRecord<>(partition.topic(), 0, key, Json.MAPPER.writeValueAsBytes(next));
        try {
            long offset = Objects.requireNonNull(producer, "not started")
                    .send(entry)
                    .get()
                    .offset();
            own = next;
            return offset;
        } catch (ExecutionException failed) {
            throw new IOException("the topic " + partition.topic() + " could not be written", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while writing to the topic " + partition.topic(), stopped);
        }
    }

    /** Reads up to that entry and gives what all have counted by then; entries behind it are for the next time. */
    private Spent readTo(long offset, LocalDate day) throws IOException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        Spent then = null;
        while (consumer().position(partition) <= offset || then == null) {
            for (ConsumerRecord<byte[], byte[]> entry : consumer().poll(POLL)) {
                then = then == null && entry.offset() > offset ? sum(day) : then;
                apply(entry);
            }
            if (then == null && consumer().position(partition) > offset) {
                then = sum(day);
            }
            if (then == null && System.nanoTime() > deadline) {
                throw new IOException("the topic " + partition.topic() + " could not be read up to offset " + offset);
            }
        }
        return then;
    }

    private void apply(ConsumerRecord<byte[], byte[]> entry) {
        String key = new String(entry.key(), StandardCharsets.UTF_8);
        if (entry.value() == null) {
            known.remove(key);
            return;
        }
        try {
            known.put(key, Json.MAPPER.readValue(entry.value(), Spent.class));
        } catch (IOException noCount) {
            throw new AnalyzeTextException("the record at offset " + entry.offset() + " of the topic "
                    + partition.topic() + " is no count of text records: what was spent is unknown");
        }
    }

    private Spent sum(LocalDate day) {
        Spent sum = Spent.nothing(day);
        for (Spent each : known.values()) {
            Spent now = each.on(day);
            sum = new Spent(day, sum.dayRecords() + now.dayRecords(), sum.monthRecords() + now.monthRecords());
        }
        return sum;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return Objects.requireNonNull(consumer, "not started");
    }
}
