package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

class ClientIdsTest {
    @Test
    void aSeatThatWasLeftIsTakenAgainAndLeavingTwiceTakesNobodyElses() {
        ClientIds clientIds = new ClientIds("app");
        ClientIds.Lease first = clientIds.take("group");
        ClientIds.Lease second = clientIds.take("group");
        assertThat(clientIds.take("another").clientId()).isEqualTo("another-01-app");
        assertThat(List.of(first.clientId(), second.clientId())).containsExactly("group-01-app", "group-02-app");

        first.leave();
        ClientIds.Lease again = clientIds.take("group");
        first.leave();

        assertThat(again.clientId()).isEqualTo("group-01-app");
        assertThat(clientIds.take("group").clientId()).isEqualTo("group-03-app");
    }

    /** Whatever was closed and opened again before. */
    @Property(tries = 200)
    void theRangeAssignorGivesEachInstanceItsShare(
            @ForAll @IntRange(min = 1, max = 24) int partitions,
            @ForAll @IntRange(min = 1, max = 5) int instances,
            @ForAll @IntRange(min = 1, max = 12) int consumers,
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 11) Integer> reconnects) {
        Map<String, Integer> instanceOf = new HashMap<>();
        Map<String, Subscription> members = new HashMap<>();
        for (int instance = 0; instance < instances; instance++) {
            ClientIds clientIds = new ClientIds(UUID.randomUUID().toString());
            List<ClientIds.Lease> taken = new ArrayList<>();
            for (int i = 0; i < consumers; i++) {
                taken.add(clientIds.take("group"));
            }
            reconnects.stream().map(each -> each % consumers).forEach(each -> {
                taken.get(each).leave();
                taken.set(each, clientIds.take("group"));
            });
            for (ClientIds.Lease lease : taken) {
                String member = lease.clientId() + "-" + UUID.randomUUID();
                instanceOf.put(member, instance);
                members.put(member, new Subscription(List.of("jobs")));
            }
        }

        Map<Integer, Integer> shares = new RangeAssignor()
                .assign(topic(partitions), new GroupSubscription(members)).groupAssignment().entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> instanceOf.get(entry.getKey()),
                                entry -> entry.getValue().partitions().size(),
                                Integer::sum));

        int most = shares.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        int least = shares.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
        // With more partitions than consumers the first of each instance get one more.
        assertThat(most - least).isLessThanOrEqualTo(1);
    }

    private static Cluster topic(int partitions) {
        Node node = new Node(1, "localhost", 1);
        List<PartitionInfo> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(new PartitionInfo("jobs", i, node, new Node[] {node}, new Node[] {node}));
        }
        return new Cluster("cluster", List.of(node), all, Set.of(), Set.of());
    }
}
