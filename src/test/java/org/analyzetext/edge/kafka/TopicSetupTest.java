package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.analyzetext.CapturedLog;
import org.analyzetext.error.AnalyzeTextException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics are made or checked before the first document is read. */
@ExtendWith(SharedBroker.class)
class TopicSetupTest {
    private final Topics topics = SharedBroker.topics();

    @Test
    void missingTopicsAreCreated() {
        start("create", true);

        assertThat(topics.partitions("create-documents")).hasSize(3);
        assertThat(topics.partitions("create-results")).hasSize(3);
        for (DelayTier tier : DelayTier.values()) {
            String topic = "create-jobs-" + tier.label();
            assertThat(topics.partitions(topic)).hasSize(3);
            assertThat(setting(topic, TopicConfig.RETENTION_MS_CONFIG))
                    .isEqualTo(Long.toString(Duration.ofDays(7).toMillis()));
            assertThat(setting(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)).isEqualTo(Integer.toString(8 << 20));
        }
    }

    @Test
    void eachTopicThatIsCreatedIsToldWithItsPartitions() {
        try (CapturedLog log = CapturedLog.of(TopicSetup.class)) {
            KafkaSettings settings = SharedBroker.settings("told", true);
            start(settings, List.of(settings.names().spendingTopic()));

            assertThat(log.lines())
                    .contains(
                            "created the topic told-documents with 3 partition(s)",
                            "created the topic told-jobs-15s with 3 partition(s)",
                            "created the topic " + settings.names().spendingTopic() + " with 1 partition(s)");
        }
    }

    @Test
    void secondStartFindsAllInOrder() {
        start("twice", true);
        topics.send("twice-jobs-2s", 0, "key", new byte[] {1});
        topics.flush();

        start("twice", false);

        assertThat(topics.lag("twice-jobs-2s", "twice-group-jobs")).isOne();
    }

    @Test
    void missingTopicsAreToldWhereNoneMayBeCreated() {
        assertThatThrownBy(() -> start("none", false))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("none-documents")
                .hasMessageContaining("none-jobs-15s")
                .hasMessageContaining("analyze-text.kafka.create-topics");
    }

    @Test
    void jobsTopicsThatWouldLoseJobsAreRefusedWithAllTheirFaults() {
        topics.create("faulty-jobs-500ms", 2, Map.of(TopicConfig.RETENTION_MS_CONFIG, "60000"));
        topics.create("faulty-jobs-2s", 3, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "compact"));
        topics.create("faulty-jobs-5s", 3, Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1000000"));

        assertThatThrownBy(() -> start("faulty", true))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("faulty-jobs-500ms keeps records for 60000 ms")
                .hasMessageContaining("faulty-jobs-2s must have cleanup.policy=delete")
                .hasMessageContaining("faulty-jobs-5s takes records of 1000000 bytes");
    }

    @Test
    void topicsOfAnswersThatCouldNotTakeTheLargestAreRefused() {
        topics.create("small-results", 3, Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1000000"));
        topics.create("small-dead", 3, Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "2000000"));

        assertThatThrownBy(() -> start("small", true))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("small-results takes records of 1000000 bytes")
                .hasMessageContaining("small-dead takes records of 2000000 bytes")
                .hasMessageContaining("raise its max.message.bytes, or lower analyze-text.kafka.max-record-bytes");
    }

    @Test
    void jobsThatNoGroupHasReadStopTheStart() {
        topics.create("old-jobs-5s", 3, Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(8 << 20)));
        topics.send("old-jobs-5s", 1, "key", new byte[] {1});
        topics.flush();

        assertThatThrownBy(() -> start("old", true))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("old-group-jobs has no offset for [old-jobs-5s-1]")
                .hasMessageContaining("pay for old jobs again");
    }

    @Test
    void partitionsThatAJobsTopicGotBeginAtTheirFirstRecord() {
        start("grown", true);
        Topics.get(topics.admin()
                .createPartitions(Map.of("grown-jobs-5s", NewPartitions.increaseTo(4)))
                .all());
        await().ignoreExceptions().until(() -> topics.ends("grown-jobs-5s").size() == 4);
        topics.send("grown-jobs-5s", 3, "key", new byte[] {1});
        topics.flush();

        start("grown", true);

        assertThat(topics.lag("grown-jobs-5s", "grown-group-jobs")).isOne();
    }

    private static void start(String name, boolean createTopics) {
        start(SharedBroker.settings(name, createTopics), List.of());
    }

    private static void start(KafkaSettings settings, List<String> more) {
        TopicTransactions transactions = SharedBroker.transactions(settings);
        TopicSetup setup = new TopicSetup(
                settings,
                Stream.concat(
                                Stream.of(
                                        settings.names().documentsTopic(),
                                        settings.names().resultsTopic(),
                                        settings.names().deadLettersTopic()),
                                more.stream())
                        .toList(),
                true,
                Duration.ofHours(2),
                transactions);
        try {
            setup.start();
            setup.stop();
        } finally {
            transactions.stop();
        }
    }

    private String setting(String topic, String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = Topics.get(
                        topics.admin().describeConfigs(List.of(resource)).all())
                .get(resource);
        return config.get(name).value();
    }
}
