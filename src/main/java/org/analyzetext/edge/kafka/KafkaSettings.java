package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.analyzetext.document.RecordReader.ValueFormat;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * What the Kafka edges are told.
 *
 * @param brokers bootstrap servers, {@code host:port} with commas
 * @param documentsTopic where documents come from
 * @param jobsTopicPrefix the beginning of the names of the jobs topics
 * @param resultsTopic where results go
 * @param deadLettersTopic where dead letters go
 * @param groupId the consumer group of the documents topic, and the beginning of those of the jobs topics
 * @param valueFormat how documents are written
 * @param languageHeader the header that names the language of plain text
 * @param createTopics whether missing topics are created
 * @param partitions partitions of created topics
 * @param replicationFactor replicas of created topics; -1 for the brokers' default
 * @param maxRecordBytes the largest record that is written, before compression
 * @param maxPollInterval how long a consumer may work without asking for more
 * @param startTimeout how long the start waits for the brokers
 * @param retry how long to wait before the brokers are asked again
 * @param client client properties for security, by Kafka's own names
 */
public record KafkaSettings(
        String brokers,
        String documentsTopic,
        String jobsTopicPrefix,
        String resultsTopic,
        String deadLettersTopic,
        String groupId,
        ValueFormat valueFormat,
        String languageHeader,
        boolean createTopics,
        int partitions,
        int replicationFactor,
        int maxRecordBytes,
        Duration maxPollInterval,
        Duration startTimeout,
        Duration retry,
        Map<String, String> client) {
    private static final Duration SHORTEST_WRITE = Duration.ofSeconds(2);
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

    public KafkaSettings {
        client = Map.copyOf(client);
    }

    /** The most bytes of a batch's documents as JSON; the rest of a record is room for its tasks and its history. */
    public int maxBatchBytes() {
        return maxRecordBytes / 4 * 3;
    }

    /** How long a take is worked on before the rest of it is read again: its last call may wait twice as long. */
    public Duration longestTake() {
        return maxPollInterval.dividedBy(4);
    }

    /** How long a write waits for the brokers before it is tried anew: no consumer may be silent for long. */
    Duration longestWrite() {
        long part = maxPollInterval.dividedBy(8).toMillis();
        return Duration.ofMillis(Math.min(Math.max(part, SHORTEST_WRITE.toMillis()), LONGEST_WRITE.toMillis()));
    }

    /** The topic of a tier of delay. */
    String topic(DelayTier tier) {
        return jobsTopicPrefix + "-" + tier.label();
    }

    /** The topic in which the instances count what they spend. */
    public String spendingTopic() {
        return jobsTopicPrefix + "-spending";
    }

    /** The consumer group of a tier's topic. */
    String group(DelayTier tier) {
        return groupId + "-jobs-" + tier.label();
    }

    /** The topics of all tiers. */
    public List<String> jobsTopics() {
        return Stream.of(DelayTier.values()).map(this::topic).toList();
    }

    /** What every client is told to connect: brokers and security; a copy to add to. */
    Map<String, Object> connection() {
        Map<String, Object> connection = new HashMap<>(client);
        connection.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers);
        return connection;
    }

    /** Says nothing of the client's secrets. */
    @Override
    public String toString() {
        return "Kafka at " + brokers;
    }
}
