package org.analyzetext.edge.kafka;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.analyzetext.document.Json;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What tests do with the topics of a broker. */
final class Topics implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int NEAR = 1_000;

    private final Map<String, Object> client;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    Topics(String brokers) {
        this(Map.of("bootstrap.servers", brokers));
    }

    Topics(Map<String, Object> client) {
        this.client = new HashMap<>(client);
        // What a transaction wrote that did not end well is no record.
        this.client.put("isolation.level", "read_committed");
        this.admin = Admin.create(client);
        Map<String, Object> sending = new HashMap<>(client);
        sending.put("max.request.size", 64 << 20);
        this.producer = new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Admin admin() {
        return admin;
    }

    void create(String topic, int partitions) {
        create(topic, partitions, Map.of());
    }

    void create(String topic, int partitions, Map<String, String> config) {
        get(admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(config)))
                .all());
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        partitions(topic).size() == partitions && ends(topic).size() == partitions);
    }

    List<TopicPartition> partitions(String topic) {
        return get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions(topic).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(latest).all()).forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    /** A line for each partition: where it ends, up to where it can be read, where the group is, and who reads it. */
    String standing(String topic, String group) {
        Map<TopicPartition, Long> ends = ends(topic);
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        ends.keySet().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        var stable = get(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
        Map<TopicPartition, OffsetAndMetadata> known =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        var members = get(admin.describeConsumerGroups(List.of(group)).all()).get(group);
        StringBuilder lines = new StringBuilder();
        ends.keySet().stream()
                .sorted(Comparator.comparing(TopicPartition::toString))
                .forEach(partition -> lines.append("%s: end %d, readable to %d, committed %s, read by %s%n"
                        .formatted(
                                partition,
                                ends.get(partition),
                                stable.get(partition).offset(),
                                known.get(partition),
                                members.members().stream()
                                        .filter(member -> member.assignment()
                                                .topicPartitions()
                                                .contains(partition))
                                        .map(MemberDescription::consumerId)
                                        .toList())));
        return lines.toString();
    }

    /** How many records of the topic the group has not acknowledged; near the end without the marks of transactions. */
    long lag(String topic, String group) {
        Map<TopicPartition, OffsetAndMetadata> known =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> behind = new HashMap<>();
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends(topic).entrySet()) {
            OffsetAndMetadata next = known.get(end.getKey());
            long from = next == null ? 0 : next.offset();
            lag += end.getValue() - from;
            if (end.getValue() > from) {
                behind.put(end.getKey(), from);
            }
        }
        return lag > NEAR ? lag : records(behind);
    }

    /** The records behind these offsets. */
    private long records(Map<TopicPartition, Long> from) {
        if (from.isEmpty()) {
            return 0;
        }
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            long count = 0;
            Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                count += consumer.poll(Duration.ofMillis(100)).count();
            }
            return count;
        }
    }

    /**
     * Ends transactions that are open for longer than any of ours can be, as the documentation tells operators to do:
     * brokers that are killed in the wrong moment forget them.
     *
     * @return how many there were, each counted once for a partition
     */
    int endForgottenTransactions(List<String> topics) {
        List<TopicPartition> partitions =
                topics.stream().flatMap(topic -> partitions(topic).stream()).toList();
        long before = System.currentTimeMillis() - OpenTransactions.LONGEST.toMillis();
        List<AbortTransactionSpec> forgotten = new ArrayList<>();
        get(admin.describeProducers(partitions).all()).forEach((partition, states) -> states.activeProducers().stream()
                .filter(state -> state.currentTransactionStartOffset().isPresent() && state.lastTimestamp() < before)
                .map(state -> new AbortTransactionSpec(
                        partition,
                        state.producerId(),
                        (short) state.producerEpoch(),
                        state.coordinatorEpoch().orElse(0)))
                .forEach(forgotten::add));
        forgotten.forEach(each -> get(admin.abortTransaction(each).all()));
        return forgotten.size();
    }

    /** The consumers of a group that have partitions. */
    long members(String group) {
        return get(admin.describeConsumerGroups(List.of(group)).all()).get(group).members().stream()
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .count();
    }

    /** Gives an account another password. */
    void changePassword(String user, String password) {
        get(admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096), password)))
                .all());
    }

    /** Changes settings of a topic. */
    void configure(String topic, Map<String, String> config) {
        List<AlterConfigOp> changes = config.entrySet().stream()
                .map(each ->
                        new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        get(admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes))
                .all());
    }

    /** Takes the permission to write to a topic from everybody, or gives it back. */
    void mayWrite(String topic, boolean may) {
        ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        List<AclBinding> rules = List.of(
                new AclBinding(pattern, rule(AclOperation.ALL, AclPermissionType.ALLOW)),
                new AclBinding(pattern, rule(AclOperation.WRITE, AclPermissionType.DENY)));
        if (may) {
            get(admin.deleteAcls(rules.stream().map(AclBinding::toFilter).toList())
                    .all());
        } else {
            get(admin.createAcls(rules).all());
        }
    }

    private static AccessControlEntry rule(AclOperation operation, AclPermissionType permission) {
        return new AccessControlEntry("User:ANONYMOUS", "*", operation, permission);
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    void send(String topic, int partition, @Nullable String key, byte @Nullable [] value) {
        producer.send(new ProducerRecord<>(
                topic, partition, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Writes records in a transaction, which is committed or aborted. */
    void inTransaction(String topic, List<byte[]> values, boolean commit) {
        Map<String, Object> sending = new HashMap<>(client);
        sending.put("transactional.id", topic);
        try (KafkaProducer<byte[], byte[]> transactional =
                new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer())) {
            transactional.initTransactions();
            transactional.beginTransaction();
            values.forEach(value -> transactional.send(new ProducerRecord<>(topic, 0, null, value)));
            if (commit) {
                transactional.commitTransaction();
            } else {
                transactional.flush();
                transactional.abortTransaction();
            }
        }
    }

    void flush() {
        producer.flush();
    }

    /** All records of a topic up to now. */
    List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        try (Reader reader = reader(topic)) {
            reader.readToTheEnd();
            return reader.records();
        }
    }

    /** Waits until a topic has so many records, and gives all that it has then. */
    List<ConsumerRecord<byte[], byte[]>> atLeast(String topic, int count) {
        try (Reader reader = reader(topic)) {
            await("%d records in %s".formatted(count, topic)).atMost(PATIENCE).until(() -> {
                reader.readToTheEnd();
                return reader.records().size() >= count;
            });
            return reader.records();
        }
    }

    Reader reader(String topic) {
        return new Reader(topic);
    }

    static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Json.MAPPER.readTree(record.value());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The position that a result or a dead letter names, as {@code partition:offset}. */
    static String position(JsonNode value) {
        return value.path("source").path("partition").asText() + ":"
                + value.path("source").path("offset").asText();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }

    static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Reads a topic from its beginning, on and on. */
    final class Reader implements AutoCloseable {
        private final String topic;
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

        private Reader(String topic) {
            this.topic = topic;
            consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        /** Adds what came since; topics that are not there yet have nothing. */
        void readToTheEnd() {
            if (consumer.assignment().isEmpty()) {
                if (!get(admin.listTopics().names()).contains(topic)) {
                    return;
                }
                consumer.assign(partitions(topic));
                consumer.seekToBeginning(consumer.assignment());
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }

        List<ConsumerRecord<byte[], byte[]>> records() {
            return List.copyOf(records);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
