package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.analyzetext.document.Json;
import org.analyzetext.edge.KeptOutcomes;
import org.analyzetext.edge.OutcomeReader;
import org.analyzetext.edge.OutcomeTally;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Result;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the last results and dead letters in their topics, of all instances: the topics may hold millions, so each
 * partition is read from near its end on, and what comes too fast is left out. Without a group, so that no offsets
 * change. Belongs to one thread at a time.
 */
final class TopicOutcomes implements OutcomeReader {
    private static final Logger LOG = LoggerFactory.getLogger(TopicOutcomes.class);
    /** Results, and dead letters, that are counted. */
    private static final int MOST = 2_000;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaSettings settings;
    private final String resultsTopic;
    private final String deadLettersTopic;
    private final Deque<Map<String, Set<String>>> results = new ArrayDeque<>();
    private final Deque<KeptOutcomes.Ended> deadLetters = new ArrayDeque<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    TopicOutcomes(KafkaSettings settings) {
        this.settings = settings;
        this.resultsTopic = settings.names().resultsTopic();
        this.deadLettersTopic = settings.names().deadLettersTopic();
    }

    @Override
    public KeptOutcomes read(Duration longest) throws IOException {
        boolean complete;
        try {
            KafkaConsumer<byte[], byte[]> reading = consumer == null ? open() : consumer;
            skipWhatIsTooMuch(reading);
            complete = read(reading, System.nanoTime() + longest.toNanos());
        } catch (KafkaException failed) {
            close();
            throw new IOException(
                    "the topics of results and dead letters can't be read: " + failed.getMessage(), failed);
        }
        OutcomeTally tally = new OutcomeTally();
        results.forEach(tally::addResult);
        deadLetters.forEach(tally::add);
        boolean all = results.size() < MOST && deadLetters.size() < MOST;
        return tally.counted(
                all ? "of the topics' last records" : "of the topics' last %,d records".formatted(MOST), complete);
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> client = settings.connection().properties();
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        client.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
        client.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "1048576");
        client.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "262144");
        KafkaConsumer<byte[], byte[]> opened =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer = opened;
        List<TopicPartition> partitions = Stream.of(resultsTopic, deadLettersTopic)
                .distinct()
                .flatMap(topic -> opened.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        return opened;
    }

    /** Between two records there may be the marker of a transaction. */
    private void skipWhatIsTooMuch(KafkaConsumer<byte[], byte[]> reading) {
        Map<TopicPartition, Long> ends = reading.endOffsets(reading.assignment());
        long each = 2L * MOST / Math.max(1, reading.assignment().size() / 2);
        ends.forEach((partition, end) -> {
            if (reading.position(partition) < end - each) {
                reading.seek(partition, end - each);
            }
        });
    }

    private boolean read(KafkaConsumer<byte[], byte[]> reading, long until) {
        boolean more = true;
        while (more && System.nanoTime() - until < 0) {
            ConsumerRecords<byte[], byte[]> records = reading.poll(POLL);
            records.forEach(this::keep);
            more = reading.assignment().stream()
                    .anyMatch(partition -> reading.currentLag(partition).orElse(1) > 0);
        }
        return !more;
    }

    private void keep(ConsumerRecord<byte[], byte[]> record) {
        try {
            byte[] value = TopicAnswers.value(record.value());
            if (record.topic().equals(deadLettersTopic)) {
                keep(deadLetters, OutcomeTally.ended(Json.MAPPER.readValue(value, DeadLetter.class)));
            } else {
                keep(results, Json.MAPPER.readValue(value, Result.class).said().found());
            }
        } catch (IOException noOutcome) {
            LOG.debug("{}-{} {} is no outcome", record.topic(), record.partition(), record.offset());
        }
    }

    private static <T> void keep(Deque<T> kept, T one) {
        kept.addLast(one);
        if (kept.size() > MOST) {
            kept.removeFirst();
        }
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            consumer = null;
            results.clear();
            deadLetters.clear();
        }
    }
}
