package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Priority;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics as they are at a moment, for commands that only read: without a group, so that no offsets change.
 * Sees what transactions have committed. Not thread-safe.
 */
final class TopicReader implements AutoCloseable {
    /** How long nothing may come before the rest of a partition counts as not readable now. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private static final Duration POLL = Duration.ofMillis(200);

    private final String brokers;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<String> remarks = new ArrayList<>();

    /** Takes a record. */
    interface Visitor {
        void visit(ConsumerRecord<byte[], byte[]> record) throws IOException;
    }

    TopicReader(KafkaSettings settings) {
        this.brokers = settings.brokers();
        Map<String, Object> client = settings.connection().properties();
        client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "30000");
        this.admin = Admin.create(client);
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        client.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        try {
            this.consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException unusable) {
            admin.close(Duration.ZERO);
            throw failure("connect", unusable);
        }
    }

    /** The partitions of these topics; of those that are not there none. */
    List<TopicPartition> partitions(List<String> topics) {
        var there = KafkaAnswer.get(admin.listTopics().names(), "list the topics", brokers);
        List<String> known = topics.stream().filter(there::contains).toList();
        return KafkaAnswer.get(admin.describeTopics(known).allTopicNames(), "describe " + known, brokers)
                .entrySet()
                .stream()
                .flatMap(topic -> topic.getValue().partitions().stream()
                        .map(partition -> new TopicPartition(topic.getKey(), partition.partition())))
                .toList();
    }

    /** The first offsets that are there. */
    Map<TopicPartition, Long> begins(List<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    /** The offsets behind the last records, of transactions under way too. */
    Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    /** The offsets behind the last records that can be read now. */
    Map<TopicPartition, Long> stableEnds(List<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest(), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
    }

    /** The offsets of the first records of this time or later; of partitions without one their ends. */
    Map<TopicPartition, Long> since(List<TopicPartition> partitions, java.time.Instant time) {
        Map<TopicPartition, Long> since = offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()));
        Map<TopicPartition, Long> ends = ends(partitions);
        since.replaceAll((partition, offset) -> offset < 0 ? Objects.requireNonNull(ends.get(partition)) : offset);
        return since;
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        return offsets(partitions, which, new ListOffsetsOptions());
    }

    private Map<TopicPartition, Long> offsets(
            List<TopicPartition> partitions, OffsetSpec which, ListOffsetsOptions options) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        KafkaAnswer.get(
                        admin.listOffsets(
                                        partitions.stream().collect(Collectors.toMap(each -> each, each -> which)),
                                        options)
                                .all(),
                        "read the offsets of " + partitions,
                        brokers)
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /**
     * The partitions of all topics of documents.
     *
     * @throws AnalyzeTextException when one is not there
     */
    List<TopicPartition> documents(KafkaNames names) {
        List<TopicPartition> partitions = partitions(names.documentsTopics());
        for (Map.Entry<Priority, String> source : names.topicsByPriority().entrySet()) {
            if (partitions.stream().noneMatch(each -> each.topic().equals(source.getValue()))) {
                throw new AnalyzeTextException("there is no topic " + source.getValue() + " at " + brokers + " ("
                        + PropertyReader.PREFIX + KafkaNames.property(source.getKey()) + ")");
            }
        }
        return partitions;
    }

    /** What the groups of all topics of documents have acknowledged, with what is noted there. */
    Map<TopicPartition, OffsetAndMetadata> committed(KafkaNames names) {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        names.documentsTopics().forEach(topic -> committed(names.group(topic)).forEach((partition, offset) -> {
            if (partition.topic().equals(topic)) {
                all.put(partition, offset);
            }
        }));
        return all;
    }

    /** What the group has acknowledged: the next offset of each partition; none for untouched ones. */
    Map<TopicPartition, Long> acknowledged(String group) {
        Map<TopicPartition, Long> next = new HashMap<>();
        committed(group).forEach((partition, offset) -> next.put(partition, offset.offset()));
        return next;
    }

    /** The same, with what is noted there. */
    Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> known = KafkaAnswer.get(
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                "read the offsets of the group " + group,
                brokers);
        known.forEach((partition, offset) -> {
            if (offset != null) {
                next.put(partition, offset);
            }
        });
        return next;
    }

    /** Whether the topic keeps only the last record of a key; false where the brokers do not let us know. */
    boolean isCompacted(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            var config =
                    KafkaAnswer.get(admin.describeConfigs(List.of(resource)).all(), "read the settings", brokers);
            return Objects.requireNonNull(config.get(resource))
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                    .value()
                    .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
        } catch (AnalyzeTextException notAllowed) {
            return false;
        }
    }

    /** Reads the records of each partition from an offset up to another, which is not read any more. */
    void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Visitor visitor) throws IOException {
        Map<TopicPartition, Long> open = new HashMap<>();
        to.forEach((partition, end) -> {
            if (from.getOrDefault(partition, 0L) < end) {
                open.put(partition, end);
            }
        });
        consumer.assign(open.keySet());
        // One that was read before is still paused.
        consumer.resume(open.keySet());
        open.keySet().forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
        try {
            int silent = 0;
            while (!open.isEmpty() && silent < SILENCE.dividedBy(POLL)) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    Long end = open.get(new TopicPartition(record.topic(), record.partition()));
                    if (end != null && record.offset() < end) {
                        visitor.visit(record);
                    }
                }
                int before = open.size();
                open.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
                consumer.pause(consumer.assignment().stream()
                        .filter(partition -> !open.containsKey(partition))
                        .toList());
                silent = records.isEmpty() && open.size() == before ? silent + 1 : 0;
            }
        } catch (KafkaException failed) {
            throw failure("read " + from.keySet(), failed);
        }
        new TreeMap<>(open.entrySet().stream()
                        .collect(Collectors.toMap(end -> end.getKey().toString(), Map.Entry::getValue)))
                .forEach(
                        (partition, end) -> remark(
                                partition
                                        + " can't be read to its end now, because a transaction is open: what is there is not counted"));
    }

    private AnalyzeTextException failure(String what, KafkaException failed) {
        return KafkaAnswer.failed(what, brokers, failed);
    }

    private void remark(String remark) {
        if (!remarks.contains(remark)) {
            remarks.add(remark);
        }
    }

    /** What kept the reading from being complete; normally nothing. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
