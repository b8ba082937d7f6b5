package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees which partitions have fewer replicas in sync than their topic wants: the brokers refuse records for these, and the
 * producer, which retries that, reports a time-out alone. Thread-safe.
 */
final class MissingReplicas implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MissingReplicas.class);
    private static final String PATIENCE_MILLIS = "3000";
    /** So long an answer serves: every consumer asks. */
    private static final long SERVES = TimeUnit.SECONDS.toNanos(5);
    /** A transaction needs these too. */
    private static final List<String> INTERNAL = List.of("__transaction_state", "__consumer_offsets");

    private final KafkaSettings settings;
    private @Nullable Admin admin;
    private Optional<String> last = Optional.empty();
    private long until = System.nanoTime();

    MissingReplicas(KafkaSettings settings) {
        this.settings = settings;
    }

    /** The failure, with the partitions that are the reason for it, if there are some. */
    KafkaException explain(KafkaException failure) {
        boolean may = failure instanceof TimeoutException
                || failure instanceof NotEnoughReplicasException
                || failure instanceof NotEnoughReplicasAfterAppendException;
        return may
                ? find().<KafkaException>map(missing -> new NotEnoughReplicasException(missing, failure))
                        .orElse(failure)
                : failure;
    }

    private synchronized Optional<String> find() {
        if (System.nanoTime() - until >= 0) {
            last = ask();
            until = System.nanoTime() + SERVES;
        }
        return last;
    }

    private Optional<String> ask() {
        List<String> missing = new ArrayList<>();
        try {
            Admin asked = admin();
            List<String> topics = Stream.of(
                            settings.names().jobsTopics(),
                            List.of(
                                    settings.names().resultsTopic(),
                                    settings.names().deadLettersTopic()),
                            INTERNAL)
                    .flatMap(List::stream)
                    .toList();
            Map<String, KafkaFuture<TopicDescription>> described =
                    asked.describeTopics(topics).topicNameValues();
            Map<ConfigResource, KafkaFuture<Config>> configured = asked.describeConfigs(
                            topics.stream().map(MissingReplicas::resource).collect(Collectors.toSet()))
                    .values();
            for (String topic : topics) {
                Optional<TopicDescription> description = value(described.get(topic));
                int least = value(configured.get(resource(topic)))
                        .map(config -> config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG))
                        .map(entry -> Integer.parseInt(entry.value()))
                        .orElse(0);
                description.map(TopicDescription::partitions).orElse(List.of()).stream()
                        .filter(partition -> partition.isr().size() < least)
                        .forEach(partition -> missing.add(describe(topic, partition, least)));
            }
        } catch (KafkaException noAnswer) {
            LOG.debug("the brokers don't say which replicas are in sync", noAnswer);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(missing.get(0)
                        + (missing.size() == 1 ? "" : "; " + (missing.size() - 1) + " more partitions have too few"));
    }

    private static String describe(String topic, TopicPartitionInfo partition, int least) {
        Set<Integer> inSync = partition.isr().stream().map(node -> node.id()).collect(Collectors.toSet());
        return "%s-%d has %d of %d replicas in sync and wants %d (min.insync.replicas); missing are those of brokers %s"
                .formatted(
                        topic,
                        partition.partition(),
                        inSync.size(),
                        partition.replicas().size(),
                        least,
                        partition.replicas().stream()
                                .map(node -> node.id())
                                .filter(id -> !inSync.contains(id))
                                .sorted()
                                .toList());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /** Empty where the topic is not there, or the account may not see it. */
    private static <T> Optional<T> value(@Nullable KafkaFuture<T> future) throws InterruptedException {
        try {
            return future == null ? Optional.empty() : Optional.of(future.get());
        } catch (ExecutionException notSeen) {
            LOG.debug("a topic is left out", notSeen);
            return Optional.empty();
        }
    }

    private Admin admin() {
        Admin known = admin;
        if (known == null) {
            Map<String, Object> client = settings.connection().properties();
            client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
            client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
            known = Admin.create(client);
            admin = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
