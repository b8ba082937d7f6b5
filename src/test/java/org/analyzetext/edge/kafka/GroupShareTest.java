package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.analyzetext.edge.kafka.GroupShare.Work;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An instance has as much of the quota as of the partitions of its groups. */
@ExtendWith(SharedBroker.class)
class GroupShareTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> shares = new ArrayList<>();
    private final GroupShare share = new GroupShare((submits, polls) -> shares.add(submits + " " + polls));

    @Test
    void partIsThatOfTheGroupsPartitionsInAllConsumersOfTheInstance() {
        GroupShare.Member documents = share.member(Work.DOCUMENTS);
        GroupShare.Member first = share.member(Work.JOBS);
        GroupShare.Member second = share.member(Work.JOBS);

        documents.rebalanced(assigned("documents", 4, 2), 1);
        first.rebalanced(assigned("jobs", 8, 1), 1);
        second.rebalanced(assigned("jobs", 8, 3), 1);
        first.leave();

        // As long as the one kind is not known, it is as the other.
        assertThat(shares).containsExactly("0.5 0.5", "0.5 0.125", "0.5 0.5", "0.5 0.375");
    }

    @Test
    void aRebalanceUnderWayChangesNothingAndItsEndDoes() {
        GroupShare.Member member = share.member(Work.DOCUMENTS);
        member.rebalanced(assigned("documents", 4, 4), 1);
        member.rebalanced(assigned("documents", 4, 4), 1);
        member.rebalanced(assigned("documents", 4, 0), 1);
        member.rebalanced(assigned("documents", 4, 0), -1);
        assertThat(shares).containsExactly("1.0 1.0");

        member.rebalanced(assigned("documents", 4, 0), 2);
        // More partitions of the topic.
        member.rebalanced(assigned("documents", 8, 2), 3);
        assertThat(shares).containsExactly("1.0 1.0", "0.0 0.0", "0.25 0.25");
    }

    @Test
    void instancesOfAGroupShareTheQuotaAsTheyComeAndGo() {
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                        .keys(KafkaPipeline.KEY)
                        .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                        .build());
                KafkaPipeline first = pipeline(service).start()) {
            awaitShare(first, 1);
            try (KafkaPipeline second = pipeline(service).start()) {
                awaitShare(first, 0.5);
                awaitShare(second, 0.5);
            }
            awaitShare(first, 1);
        }
    }

    private static KafkaPipeline pipeline(LocalService service) {
        return new KafkaPipeline("group-share", SharedBroker.address(), service).with("kafka.partitions", "4");
    }

    private static void awaitShare(KafkaPipeline pipeline, double share) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pipeline.installed().edges().gauges())
                        .filteredOn(gauge -> gauge.name().equals("quota.share"))
                        .extracting(gauge -> gauge.value())
                        .containsExactly(share));
    }

    private static MockConsumer<byte[], byte[]> assigned(String topic, int partitions, int own) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updatePartitions(
                topic,
                IntStream.range(0, partitions)
                        .mapToObj(number -> new PartitionInfo(topic, number, Node.noNode(), new Node[0], new Node[0]))
                        .toList());
        consumer.subscribe(List.of(topic));
        consumer.rebalance(IntStream.range(0, own)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList());
        return consumer;
    }
}
