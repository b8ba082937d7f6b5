package org.analyzetext.edge.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.analyzetext.observe.HealthCondition;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Whether the groups stand in their logs: a partition of a jobs topic without an offset is not read, and what
 * retention deletes before a group comes to it is lost. Thread-safe.
 */
final class GroupOffsets implements HealthCondition {
    private final Map<TopicPartition, String> problems = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> deleted = new ConcurrentHashMap<>();

    /**
     * Takes note of a partition.
     *
     * @param next what the group reads next; null where it has no offset
     * @param jobs whether it is a jobs topic's
     */
    void seen(TopicPartition partition, @Nullable OffsetAndMetadata next, long begin, long end, boolean jobs) {
        long gap = next == null ? 0 : Math.max(0, begin - next.offset());
        deleted.put(partition, LostPlace.deletedUnread(next) + (jobs && gap == 1 ? 0 : gap));
        long at = next == null ? -1 : next.offset();
        if (jobs && at < 0) {
            problems.put(partition, "has no offset of the group yet, so it is not read");
        } else if (jobs && at > end) {
            problems.put(partition, "ends at " + end + ", but the group stands at " + at);
        } else {
            problems.remove(partition);
        }
    }

    /** How many records of a topic were deleted before its group read them. */
    double deletedUnread(String topic) {
        return deleted.entrySet().stream()
                .filter(each -> each.getKey().topic().equals(topic))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    @Override
    public String name() {
        return "offsets";
    }

    @Override
    public Optional<String> problem() {
        String where = problems.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
        return where.isEmpty()
                ? Optional.empty()
                : Optional.of("jobs wait: " + where
                        + "; partitions that were added are taken within a minute, all else the" + " log says");
    }
}
