package org.analyzetext.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.analyzetext.kafka.OwnedCommits.OwnedCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory.KafkaRecordPayload;
import org.apache.kafka.common.TopicPartition;

class PortionTest {
    private static final int PARTITIONS = 3;

    @Property(tries = 200)
    void nothingIsAcknowledgedBeforeEverythingBeforeItIsKeptAndInTheEndAllIs(
            @ForAll @Size(max = 200) List<@IntRange(max = 11) Integer> runOfRecord) {
        Map<Integer, Portion.Run> runs = new HashMap<>();
        List<Portion.Run> order = new ArrayList<>();
        for (int i = 0; i < runOfRecord.size(); i++) {
            Portion.Entry entry = new Portion.Entry(null, 0, null, commit(i % PARTITIONS, i / PARTITIONS));
            runs.computeIfAbsent(runOfRecord.get(i), any -> {
                        order.add(new Portion.Run(new ArrayList<>(), List.of()));
                        return order.get(order.size() - 1);
                    })
                    .entries()
                    .add(entry);
        }
        Set<String> kept = new HashSet<>();
        Map<TopicPartition, Long> acknowledged = new HashMap<>();

        for (Portion portion : Portion.inOrder(order, Instant.EPOCH)) {
            portion.entries().forEach(entry -> kept.add(place(entry.commit())));
            for (OwnedCommit commit : portion.whole()) {
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

    private static String place(OwnedCommit commit) {
        return commit.getPartition() + "@" + commit.getRecordOffset();
    }

    private static OwnedCommit commit(int partition, long offset) {
        return new OwnedCommit(
                null, new KafkaRecordPayload(new TopicPartition("documents", partition), offset, 0), null, null, 1);
    }
}
