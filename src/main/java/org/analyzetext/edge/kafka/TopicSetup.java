package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.analyzetext.error.AnalyzeTextException;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.support.task.Tasks;
import org.apache.camel.support.task.budget.Budgets;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics before the routes start, or checks those that are there: records kept longer than any job lives, room
 * for the largest records, and an offset for every partition of a jobs topic, because job records that are read a second
 * time would be paid for a second time.
 *
 * <p>Long because each setting of a topic has a check and a sentence of its own.
 */
final class TopicSetup extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final String APPEND_TIME = "LogAppendTime";
    private static final Duration JOBS_KEPT = Duration.ofDays(7);
    /** Longer than a month. */
    private static final Duration COUNTS_KEPT = Duration.ofDays(40);

    private final KafkaSettings settings;
    private final Set<String> needed;
    private final boolean jobs;
    private final Duration jobLife;
    private final TopicTransactions transactions;

    /**
     * Sets up these topics.
     *
     * @param needed the topics beside the jobs topics
     * @param jobs whether the job queue is in Kafka
     * @param jobLife how long a job record may be on its way
     * @param transactions try whether jobs topics can be written to
     */
    public TopicSetup(
            KafkaSettings settings,
            Collection<String> needed,
            boolean jobs,
            Duration jobLife,
            TopicTransactions transactions) {
        this.settings = settings;
        this.needed = new LinkedHashSet<>(needed);
        this.jobs = jobs;
        this.jobLife = jobLife;
        this.transactions = transactions;
    }

    @Override
    protected void doStart() {
        String timeout = Long.toString(settings.startTimeout().toMillis());
        Map<String, Object> connection = settings.connection().properties();
        connection.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        connection.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        try (Admin admin = client(connection)) {
            List<String> topics = new ArrayList<>(needed);
            if (jobs) {
                topics.addAll(settings.names().jobsTopics());
            }
            create(admin, topics);
            awaitTopics(admin, topics);
            if (topics.contains(settings.names().spendingTopic())) {
                checkSpendingTopic(admin, settings.names().spendingTopic());
            }
            check(admin);
            if (jobs) {
                setOffsets(admin, settings.names().jobsGroup());
                transactions.probe(settings.names().topic(DelayTier.HALF_SECOND), settings.startTimeout());
            }
        }
        if (needed.containsAll(settings.names().documentsTopics())
                && needed.contains(settings.names().resultsTopic())) {
            try {
                AnsweredBefore.report(settings);
            } catch (IOException | AnalyzeTextException notNow) {
                LOG.warn("could not see whether documents were answered before: {}", notNow.getMessage());
            }
        }
    }

    /** It looks the brokers' names up, and reads the stores of keys. */
    private Admin client(Map<String, Object> connection) {
        try {
            return Admin.create(connection);
        } catch (KafkaException unusable) {
            Throwable cause = unusable.getCause() == null ? unusable : unusable.getCause();
            throw new AnalyzeTextException(
                    "could not make a client of Kafka for analyze-text.kafka.brokers=" + settings.brokers() + ": "
                            + cause.getMessage(),
                    unusable);
        }
    }

    private void create(Admin admin, List<String> topics) {
        Set<String> there = get(admin.listTopics().names(), "list the topics");
        List<String> missing =
                topics.stream().filter(topic -> !there.contains(topic)).toList();
        if (missing.isEmpty()) {
            return;
        }
        if (!settings.newTopics().created()) {
            throw new AnalyzeTextException("the topics " + missing + " are missing at " + settings.brokers()
                    + "; create them, or set analyze-text.kafka.create-topics=true");
        }
        List<NewTopic> wanted = missing.stream().map(this::newTopic).toList();
        Map<String, KafkaFuture<Void>> created = admin.createTopics(wanted).values();
        for (NewTopic made : wanted) {
            String topic = made.name();
            try {
                get(Objects.requireNonNull(created.get(topic)), "create the topic " + topic);
                LOG.info("created the topic {} with {} partition(s)", topic, made.numPartitions());
            } catch (AnalyzeTextException failed) {
                if (!(failed.getCause() instanceof TopicExistsException)) {
                    throw failed;
                }
            }
        }
    }

    /** Brokers learn of a new topic one after another: until all have, it may seem to be missing. */
    private static void awaitTopics(Admin admin, List<String> topics) {
        boolean there = Tasks.foregroundTask()
                .withName("analyze-text-topics")
                .withBudget(Budgets.iterationTimeBudget()
                        .withMaxDuration(Duration.ofSeconds(30))
                        .withInterval(Duration.ofMillis(100))
                        .build())
                .build()
                .run(null, () -> areDescribed(admin, topics));
        if (!there) {
            throw new AnalyzeTextException("the topics " + topics + " were created, but the brokers do not know them");
        }
    }

    private static boolean areDescribed(Admin admin, List<String> topics) {
        try {
            return admin.describeTopics(topics).allTopicNames().get().size() == topics.size();
        } catch (ExecutionException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private NewTopic newTopic(String name) {
        Map<String, String> config = new HashMap<>();
        if (name.equals(settings.names().spendingTopic())) {
            // One partition: all instances see all counts in one order.
            config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(COUNTS_KEPT.toMillis()));
            config.put(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE);
            return new NewTopic(name, 1, (short) settings.newTopics().replicationFactor()).configs(config);
        }
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(settings.maxRecordBytes()));
        if (!settings.names().isDocumentsTopic(name)) {
            config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, APPEND_TIME);
        }
        if (settings.names().jobsTopics().contains(name)) {
            config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(JOBS_KEPT.toMillis()));
            config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        }
        return new NewTopic(name, settings.newTopics().partitions(), (short)
                        settings.newTopics().replicationFactor())
                .configs(config);
    }

    private void check(Admin admin) {
        List<String> breaches = new ArrayList<>();
        for (String topic :
                List.of(settings.names().resultsTopic(), settings.names().deadLettersTopic())) {
            if (needed.contains(topic)) {
                checkRoom(topic, config(admin, topic), "a result or dead letter", breaches);
            }
        }
        if (jobs) {
            checkJobsTopics(admin, breaches);
        }
        if (!breaches.isEmpty()) {
            throw new AnalyzeTextException("the topics can't be used:\n  - " + String.join("\n  - ", breaches));
        }
    }

    private Config config(Admin admin, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Objects.requireNonNull(
                get(admin.describeConfigs(List.of(resource)).all(), "read the settings of " + topic)
                        .get(resource));
    }

    private void checkRoom(String topic, Config config, String what, List<String> breaches) {
        long largest =
                Long.parseLong(config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
        if (largest < settings.maxRecordBytes()) {
            breaches.add(topic + " takes records of " + largest + " bytes, but " + what + " can have "
                    + settings.maxRecordBytes() + "; raise its max.message.bytes, or lower"
                    + " analyze-text.kafka.max-record-bytes");
        }
    }

    private void checkJobsTopics(Admin admin, List<String> breaches) {
        Map<String, TopicDescription> topics =
                get(admin.describeTopics(settings.names().jobsTopics()).allTopicNames(), "describe the jobs topics");
        Set<Integer> partitions =
                topics.values().stream().map(topic -> topic.partitions().size()).collect(Collectors.toSet());
        if (partitions.size() > 1) {
            LOG.warn(
                    "the jobs topics have different numbers of partitions, {}: give them all the same, so that each job"
                            + " stays with one instance",
                    partitions);
        }
        for (String topic : settings.names().jobsTopics()) {
            Config config = config(admin, topic);
            long kept =
                    Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
            if (kept >= 0 && kept < jobLife.toMillis()) {
                breaches.add(topic + " keeps records for " + kept + " ms, but jobs live " + jobLife.toMillis()
                        + " ms; raise its retention.ms");
            }
            if (!config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().equals(TopicConfig.CLEANUP_POLICY_DELETE)) {
                breaches.add(topic + " must have cleanup.policy=delete: a compacted topic loses jobs");
            }
            checkRoom(topic, config, "a job record", breaches);
            if (!config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).value().equals(APPEND_TIME)) {
                setAppendTime(admin, topic);
            }
        }
    }

    /** Jobs wait by the brokers' time. */
    private void setAppendTime(Admin admin, String topic) {
        ConfigEntry entry = new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, APPEND_TIME);
        try {
            get(
                    admin.incrementalAlterConfigs(Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                    List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                            .all(),
                    "change the settings of " + topic);
            LOG.info("{} has the brokers' times from now on ({}={})", topic, entry.name(), entry.value());
        } catch (AnalyzeTextException refused) {
            LOG.warn(
                    "{} has the times of those who write, so that jobs wait too long or too short where their clocks"
                            + " differ; set its {} to {}: {}",
                    topic,
                    entry.name(),
                    entry.value(),
                    refused.getMessage());
        }
    }

    private void checkSpendingTopic(Admin admin, String topic) {
        int partitions = Objects.requireNonNull(
                        get(admin.describeTopics(List.of(topic)).allTopicNames(), "describe " + topic)
                                .get(topic))
                .partitions()
                .size();
        Config config = config(admin, topic);
        String cleanup = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        long kept = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
        boolean deletes = cleanup.contains(TopicConfig.CLEANUP_POLICY_DELETE);
        if (partitions != 1
                || !cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)
                || (deletes && kept >= 0 && kept < COUNTS_KEPT.toMillis())) {
            throw new AnalyzeTextException("the topic " + topic + " can't keep the count of text records: it must have"
                    + " 1 partition (it has " + partitions + "), cleanup.policy=compact or compact,delete (it has "
                    + cleanup + "), and with delete keep records for " + COUNTS_KEPT.toMillis() + " ms (it has " + kept
                    + ")");
        }
    }

    private void setOffsets(Admin admin, String group) {
        Map<TopicPartition, OffsetAndMetadata> known = get(
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), "read the offsets of " + group);
        for (String topic : settings.names().jobsTopics()) {
            setOffsets(admin, topic, group, known);
        }
    }

    /** Starts a new group at the beginning of empty partitions; refuses partitions with records and without offset. */
    private void setOffsets(Admin admin, String topic, String group, Map<TopicPartition, OffsetAndMetadata> known) {
        List<TopicPartition> partitions = Objects.requireNonNull(
                        get(admin.describeTopics(List.of(topic)).allTopicNames(), "describe " + topic)
                                .get(topic))
                .partitions()
                .stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        List<TopicPartition> without = partitions.stream()
                .filter(partition -> known.get(partition) == null)
                .toList();
        if (without.isEmpty()) {
            return;
        }
        var ends = get(
                admin.listOffsets(without.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                        .all(),
                "read the ends of " + topic);
        Set<TopicPartition> added = LostPlace.added(
                partitions,
                partitions.stream()
                        .filter(partition -> known.get(partition) != null)
                        .toList());
        List<TopicPartition> used = without.stream()
                .filter(partition -> !added.contains(partition))
                .filter(partition -> Objects.requireNonNull(ends.get(partition)).offset() > 0)
                .toList();
        if (!used.isEmpty()) {
            throw new AnalyzeTextException("the group " + group + " has no offset for " + used
                    + ", which had records: reading them from the beginning would pay for old jobs again, skipping them"
                    + " would lose jobs. Set the offsets with kafka-consumer-groups --reset-offsets, or use new topics"
                    + " (analyze-text.kafka.jobs-topic-prefix)");
        }
        Map<TopicPartition, OffsetAndMetadata> beginnings = without.stream()
                .collect(Collectors.toMap(partition -> partition, partition -> new OffsetAndMetadata(0)));
        get(admin.alterConsumerGroupOffsets(group, beginnings).all(), "set the first offsets of " + group);
    }

    private <T> T get(KafkaFuture<T> future, String what) {
        return KafkaAnswer.get(future, what, settings.brokers());
    }
}
