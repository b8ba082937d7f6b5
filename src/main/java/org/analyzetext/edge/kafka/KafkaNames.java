package org.analyzetext.edge.kafka;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.job.Priority;

/**
 * What topics and groups are called.
 *
 * @param topicsByPriority where documents come from: a topic for normal ones, and for those of each priority that has one
 * @param jobsTopicPrefix the beginning of the names of the jobs topics
 * @param resultsTopic where results go
 * @param deadLettersTopic where dead letters go
 * @param groupId the consumer group of the normal documents, and the beginning of those of other topics
 */
record KafkaNames(
        Map<Priority, String> topicsByPriority,
        String jobsTopicPrefix,
        String resultsTopic,
        String deadLettersTopic,
        String groupId) {
    private static final List<Priority> OF_THEIR_OWN = List.of(Priority.URGENT, Priority.BULK);
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    KafkaNames {
        topicsByPriority = new EnumMap<>(topicsByPriority);
    }

    /** Reads {@code kafka.*-topic}, {@code kafka.jobs-topic-prefix} and {@code kafka.group-id}. */
    static KafkaNames read(PropertyReader in) {
        Map<Priority, String> documents = new EnumMap<>(Priority.class);
        documents.put(Priority.NORMAL, topic(in, property(Priority.NORMAL)));
        for (Priority priority : OF_THEIR_OWN) {
            optional(in, priority).ifPresent(topic -> documents.put(priority, topic));
        }
        KafkaNames names = new KafkaNames(
                documents,
                topic(in, "kafka.jobs-topic-prefix"),
                topic(in, "kafka.results-topic"),
                topic(in, "kafka.dead-letters-topic"),
                in.required("kafka.group-id", "the name of the consumer group"));
        names.check(in);
        return names;
    }

    /** A topic of a priority that is another one, too, would be read twice, or hold what is no document. */
    private void check(PropertyReader in) {
        Map<String, String> taken = new HashMap<>();
        taken.put(documentsTopic(), property(Priority.NORMAL));
        taken.put(resultsTopic, "kafka.results-topic");
        taken.put(deadLettersTopic, "kafka.dead-letters-topic");
        jobsTopics().forEach(topic -> taken.put(topic, "kafka.jobs-topic-prefix"));
        taken.put(spendingTopic(), "kafka.jobs-topic-prefix");
        for (Priority priority : OF_THEIR_OWN) {
            optional(in, priority).ifPresent(topic -> {
                String other = taken.putIfAbsent(topic, property(priority));
                if (other != null) {
                    in.mistake(
                            property(priority),
                            "is '" + topic + "', a topic of " + PropertyReader.PREFIX + other
                                    + " too: each priority needs a topic of its own");
                }
            });
        }
    }

    /** The property, without its prefix, that names the topic of a priority. */
    static String property(Priority priority) {
        return switch (priority) {
            case URGENT -> "kafka.urgent-topic";
            case NORMAL -> "kafka.documents-topic";
            case BULK -> "kafka.bulk-topic";
        };
    }

    /** Notes a topic of a priority where no topic is read: its documents would wait for ever. */
    void checkNotRead(PropertyReader in) {
        for (Priority priority : OF_THEIR_OWN) {
            String topic = topicsByPriority.get(priority);
            if (topic != null) {
                in.mistake(
                        property(priority),
                        "is '" + topic + "', but " + PropertyReader.PREFIX
                                + "source=kafka alone reads topics; leave it empty");
            }
        }
    }

    private static String topic(PropertyReader in, String name) {
        return checked(in, name, in.required(name, "the name of a topic"));
    }

    private static Optional<String> optional(PropertyReader in, Priority priority) {
        String name = property(priority);
        return Optional.of(checked(in, name, in.text(name))).filter(topic -> !topic.isEmpty());
    }

    private static String checked(PropertyReader in, String name, String topic) {
        if (!topic.isEmpty() && !TOPIC.matcher(topic).matches()) {
            in.mistake(
                    name, "is '" + topic + "', but a topic's name has up to 200 of the characters A-Z a-z 0-9 . _ -");
        }
        return topic;
    }

    /** Where normal documents come from. */
    String documentsTopic() {
        return Objects.requireNonNull(topicsByPriority.get(Priority.NORMAL));
    }

    /** All topics that documents come from, urgent ones first. */
    List<String> documentsTopics() {
        return List.copyOf(topicsByPriority.values());
    }

    /** Whether documents come from this topic. */
    boolean isDocumentsTopic(String topic) {
        return topicsByPriority.containsValue(topic);
    }

    /** How soon the documents of a topic are submitted. */
    Priority priority(String topic) {
        return topicsByPriority.entrySet().stream()
                .filter(each -> each.getValue().equals(topic))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Priority.NORMAL);
    }

    /**
     * The consumer group of a topic of documents. Each priority has its own: in one group a rebalance would wait for the
     * consumer of the bulk to be through with its turn, and urgent documents with it.
     */
    String group(String documents) {
        Priority priority = priority(documents);
        return priority == Priority.NORMAL
                ? groupId
                : groupId + "-" + priority.name().toLowerCase(Locale.ROOT);
    }

    /** For people: the topics of documents by name. */
    String documentsTopicsText() {
        return (topicsByPriority.size() == 1 ? "topic " : "topics ") + String.join(", ", documentsTopics());
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
