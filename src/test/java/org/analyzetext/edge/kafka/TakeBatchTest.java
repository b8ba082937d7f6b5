package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.analyzetext.edge.kafka.OwnedCommits.OwnedCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory.CamelExchangePayload;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory.KafkaRecordPayload;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TakeBatchTest {
    private static final int PARTITIONS = 3;

    @Property(tries = 200)
    void nothingIsAcknowledgedBeforeEverythingBeforeItIsKeptAndInTheEndAllIs(
            @ForAll @Size(max = 200) List<@IntRange(max = 11) Integer> runOfRecord) {
        Map<Integer, TakeBatch.Run> runs = new HashMap<>();
        List<TakeBatch.Run> order = new ArrayList<>();
        for (int i = 0; i < runOfRecord.size(); i++) {
            TakeBatch.Entry entry = new TakeBatch.Entry(null, 0, null, commit(i % PARTITIONS, i / PARTITIONS));
            runs.computeIfAbsent(runOfRecord.get(i), any -> {
                        order.add(new TakeBatch.Run(new ArrayList<>(), List.of()));
                        return order.get(order.size() - 1);
                    })
                    .entries()
                    .add(entry);
        }
        Set<String> kept = new HashSet<>();
        Map<TopicPartition, Long> acknowledged = new HashMap<>();

        for (TakeBatch batch : TakeBatch.inOrder(order, Instant.EPOCH)) {
            batch.entries().forEach(entry -> kept.add(place(entry.commit())));
            for (OwnedCommit commit : batch.whole()) {
                acknowledged.put(commit.getPartition(), commit.getRecordOffset());
                for (long offset = 0; offset <= commit.getRecordOffset(); offset++) {
                    assertThat(kept).contains(commit.getPartition() + "@" + offset);
                }
            }
        }

        assertThat(acknowledged.values().stream()
                        .mapToLong(offset -> offset + 1)
                        .sum())
                .isEqualTo(runOfRecord.size());
    }

    @Test
    void recordsReadBeforeARebalanceAndWorkedOnAfterItAreDroppedWhenTheyComeAgain() {
        try (Member member = new Member()) {
            member.assign(List.of(new TopicPartition("documents", 0)));
            TakeBatch before = batch(member, 1);
            member.generation = 2;

            TakeBatch kept = before.owned();
            kept.whole().forEach(OwnedCommit::committed);
            TakeBatch again = batch(member, 2).owned();

            assertThat(kept.entries()).hasSize(3);
            assertThat(again.entries()).isEmpty();
            assertThat(again.whole()).isEmpty();
        }
    }

    @Test
    void whatIsKnownOfAGenerationIsNotBelievedInTheNext() {
        try (Member member = new Member()) {
            member.assign(List.of(new TopicPartition("documents", 0)));
            TakeBatch first = batch(member, 1).owned();
            first.whole().forEach(OwnedCommit::committed);
            member.generation = 2;

            assertThat(batch(member, 2).owned().entries()).hasSize(3);
        }
    }

    @Test
    void recordsOfAPartitionThatWasGivenAwayAreDropped() {
        try (Member member = new Member()) {
            member.assign(List.of(new TopicPartition("documents", 1)));

            assertThat(batch(member, 1).owned().entries()).isEmpty();
        }
    }

    @Test
    void whatAnotherConsumerHasAcknowledgedMeanwhileIsDropped() {
        try (Member member = new Member()) {
            TopicPartition partition = new TopicPartition("documents", 0);
            member.assign(List.of(partition));
            TakeBatch read = batch(member, 1);
            member.generation = 2;
            member.commitSync(Map.of(partition, new OffsetAndMetadata(2)));

            assertThat(read.owned().entries())
                    .extracting(entry -> entry.commit().getRecordOffset())
                    .containsExactly(2L);
        }
    }

    /** Records 0 to 2 of partition 0. */
    private static TakeBatch batch(Member member, int generation) {
        List<OwnedCommit> commits = IntStream.range(0, 3)
                .mapToObj(offset -> new OwnedCommit(
                        new CamelExchangePayload(null, member, null, null),
                        new KafkaRecordPayload(new TopicPartition("documents", 0), offset, 0),
                        null,
                        null,
                        generation))
                .toList();
        return new TakeBatch(
                commits.stream()
                        .map(commit -> new TakeBatch.Entry(null, 0, null, commit))
                        .toList(),
                List.of(),
                List.of(commits.get(2)),
                Instant.EPOCH);
    }

    private static String place(OwnedCommit commit) {
        return commit.getPartition() + "@" + commit.getRecordOffset();
    }

    private static OwnedCommit commit(int partition, long offset) {
        return new OwnedCommit(
                null, new KafkaRecordPayload(new TopicPartition("documents", partition), offset, 0), null, null, 1);
    }

    /** A consumer whose group has the generation that the test says. */
    private static final class Member extends MockConsumer<byte[], byte[]> implements GroupMember {
        private final Acknowledged acknowledged = new Acknowledged();
        private int generation = 1;

        Member() {
            super("earliest");
        }

        @Override
        public void stay() {
            throw new UnsupportedOperationException("stay");
        }

        @Override
        @SuppressWarnings("removal") // There is no other way to make one.
        public ConsumerGroupMetadata groupMetadata() {
            return new ConsumerGroupMetadata("group", generation, "member", Optional.empty());
        }

        @Override
        public boolean outOfTouch() {
            return false;
        }

        @Override
        public Acknowledged acknowledged() {
            return acknowledged;
        }

        @Override
        public OffsetAndMetadata toCommit(TopicPartition partition, long next) {
            return new OffsetAndMetadata(next);
        }
    }
}
