package org.analyzetext.edge.kafka;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.config.PropertyReader;

/**
 * What topics and groups are called.
 *
 * @param documentsTopic where documents come from
 * @param jobsTopicPrefix the beginning of the names of the jobs topics
 * @param resultsTopic where results go
 * @param deadLettersTopic where dead letters go
 * @param groupId the consumer group of the documents topic, and the beginning of that of the jobs topics
 */
record KafkaNames(
        String documentsTopic, String jobsTopicPrefix, String resultsTopic, String deadLettersTopic, String groupId) {
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    /** Reads {@code kafka.*-topic}, {@code kafka.jobs-topic-prefix} and {@code kafka.group-id}. */
    static KafkaNames read(PropertyReader in) {
        return new KafkaNames(
                topic(in, "kafka.documents-topic"),
                topic(in, "kafka.jobs-topic-prefix"),
                topic(in, "kafka.results-topic"),
                topic(in, "kafka.dead-letters-topic"),
                in.required("kafka.group-id", "the name of the consumer group"));
    }

    private static String topic(PropertyReader in, String name) {
        String topic = in.required(name, "the name of a topic");
        if (!topic.isEmpty() && !TOPIC.matcher(topic).matches()) {
            in.mistake(
                    name, "is '" + topic + "', but a topic's name has up to 200 of the characters A-Z a-z 0-9 . _ -");
        }
        return topic;
    }

    /** The topic of a tier of delay. */
    String topic(DelayTier tier) {
        return jobsTopicPrefix + "-" + tier.label();
    }

    /** The topic in which the instances count what they spend. */
    String spendingTopic() {
        return jobsTopicPrefix + "-spending";
    }

    /** The consumer group of the jobs topics. */
    String jobsGroup() {
        return groupId + "-jobs";
    }

    /** The topics of all tiers. */
    List<String> jobsTopics() {
        return Stream.of(DelayTier.values()).map(this::topic).toList();
    }
}
