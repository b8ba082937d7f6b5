package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the place of a consumer again that its group or its log does not have any more, and says what that means. How
 * many records were deleted before the group read them is noted with each offset that it commits from then on, so that
 * the account and the metrics know it for good. Only for the consumer's thread.
 */
final class LostPlace {
    private static final Logger LOG = LoggerFactory.getLogger(LostPlace.class);
    private static final String NOTE = "deleted-unread=";
    /** How often a consumer of jobs that has nothing to read acknowledges that. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Consumer<?, ?> consumer;
    private final boolean documents;
    private final Map<TopicPartition, Long> deleted = new HashMap<>();
    private final Set<TopicPartition> known = new HashSet<>();
    /** Those of which the group stood behind the end, so that what it acknowledges now is before that. */
    private final Set<TopicPartition> beganAgain = new HashSet<>();
    /** What the group has acknowledged at least. */
    private final Map<TopicPartition, Long> acknowledged = new HashMap<>();

    private long idleAt = System.nanoTime() - IDLE.toNanos();

    /**
     * For one consumer.
     *
     * @param documents whether it reads documents, which are read from the first where the group has no place; records of
     *     jobs are not, for they would be paid for again
     */
    LostPlace(Consumer<?, ?> consumer, boolean documents) {
        this.consumer = consumer;
        this.documents = documents;
    }

    /** How many records of the partition were deleted unread, as noted with its offset. */
    static long deletedUnread(@Nullable OffsetAndMetadata offset) {
        if (offset == null || !offset.metadata().startsWith(NOTE)) {
            return 0;
        }
        try {
            return Long.parseLong(offset.metadata().substring(NOTE.length()));
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }

    /**
     * The partitions that a topic got since the group began to read it: those of which it has no offset while it has some
     * of others. A group loses its offsets of a topic all together.
     */
    static Set<TopicPartition> added(Collection<TopicPartition> all, Collection<TopicPartition> withOffset) {
        Set<TopicPartition> added = new HashSet<>(all);
        return added.removeAll(withOffset) ? added : Set.of();
    }

    /** Continues where the log continues; false where only an operator can know where that is. */
    boolean outOfRange(OffsetOutOfRangeException gone) {
        Map<TopicPartition, Long> places = gone.offsetOutOfRangePartitions();
        Map<TopicPartition, OffsetAndMetadata> divergent =
                gone instanceof LogTruncationException truncated ? truncated.divergentOffsets() : Map.of();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(places.keySet());
        boolean found = true;
        for (Map.Entry<TopicPartition, Long> place : places.entrySet()) {
            TopicPartition partition = place.getKey();
            long begin = Objects.requireNonNull(begins.get(partition));
            OffsetAndMetadata common = divergent.get(partition);
            if (common != null) {
                LOG.error(
                        "{} lost its records from offset {} on, up to {} of which were read: brokers that had them were"
                                + " left out (unclean leader election). What is written from now on is read",
                        partition,
                        common.offset(),
                        place.getValue());
                consumer.seek(partition, common.offset());
                beganAgain.add(partition);
            } else if (place.getValue() < begin) {
                deletedUnread(partition, place.getValue(), begin);
                consumer.seek(partition, begin);
            } else if (documents) {
                LOG.warn(
                        "the group {} stood at offset {} of {}, which the topic does not have: it was created anew, or"
                                + " has lost its end. It is read from offset {} on; what of it was submitted before is"
                                + " paid for again",
                        consumer.groupMetadata().groupId(),
                        place.getValue(),
                        partition,
                        begin);
                consumer.seek(partition, begin);
                beganAgain.add(partition);
            } else {
                found = false;
            }
        }
        return found;
    }

    private void deletedUnread(TopicPartition partition, long from, long begin) {
        // A mark of a transaction is behind the last record of each: where it stands alone, nothing was to be read.
        if (documents || begin - from > 1) {
            deleted.merge(partition, begin - from, Long::sum);
            LOG.error(
                    "up to {} {} of {} were deleted before the group {} read them (offsets {} to {}): the topic keeps its"
                            + " records for too short a time (retention). {}",
                    begin - from,
                    documents ? "documents" : "job records",
                    partition,
                    consumer.groupMetadata().groupId(),
                    from,
                    begin - 1,
                    documents
                            ? "They have no answer; account counts them as missing"
                            : "account names their documents");
        }
    }

    /** Begins partitions of which the group has no offset; false where only an operator can know where. */
    boolean unknown(NoOffsetForPartitionException unknown) {
        Set<TopicPartition> partitions = unknown.partitions();
        if (!documents) {
            for (String topic : partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet())) {
                List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                        .map(each -> new TopicPartition(topic, each.partition()))
                        .toList();
                Set<TopicPartition> with = consumer.committed(new HashSet<>(all)).entrySet().stream()
                        .filter(each -> each.getValue() != null)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
                Set<TopicPartition> added = added(all, with);
                if (!partitions.stream().filter(all::contains).allMatch(added::contains)) {
                    return false;
                }
            }
        }
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        LOG.info(
                "the group {} has no offsets of {} yet and begins at {}",
                consumer.groupMetadata().groupId(),
                partitions,
                begins);
        begins.forEach(consumer::seek);
        if (!documents) {
            consumer.commitSync(begins.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, begin -> new OffsetAndMetadata(begin.getValue()))));
        }
        return true;
    }

    /** Learns what is noted of partitions that are new here. Where the brokers can't be asked now, at the next time. */
    void assigned() {
        Set<TopicPartition> assigned = consumer.assignment();
        known.retainAll(assigned);
        deleted.keySet().retainAll(assigned);
        beganAgain.retainAll(assigned);
        acknowledged.keySet().retainAll(assigned);
        if (known.size() < assigned.size()) {
            Set<TopicPartition> fresh = new HashSet<>(assigned);
            fresh.removeAll(known);
            try {
                consumer.committed(fresh).forEach((partition, offset) -> {
                    long noted = deletedUnread(offset);
                    if (noted > 0) {
                        deleted.merge(partition, noted, Long::sum);
                    }
                    if (offset != null) {
                        acknowledged.put(partition, offset.offset());
                    }
                });
                known.addAll(fresh);
            } catch (KafkaException notNow) {
                LOG.debug("the offsets of {} can't be asked for now", fresh, notNow);
            }
        }
    }

    /**
     * There was nothing to read, and all that was read is done, but for partitions with records that wait. Behind the last
     * job record stand marks and what broken-off transactions left: acknowledged, their end by retention does not look like
     * that of records.
     */
    void idle(Predicate<TopicPartition> waits) {
        long now = System.nanoTime();
        if (documents || now - idleAt < IDLE.toNanos()) {
            return;
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> ahead = new HashMap<>();
            for (TopicPartition partition : known) {
                if (waits.test(partition)) {
                    continue;
                }
                long position = consumer.position(partition, MOMENT);
                if (position > acknowledged.getOrDefault(partition, 0L)) {
                    ahead.put(partition, noted(partition, position));
                }
            }
            if (!ahead.isEmpty()) {
                consumer.commitSync(ahead, MOMENT);
                ahead.forEach((partition, offset) -> acknowledged.put(partition, offset.offset()));
                idleAt = now;
            }
        } catch (KafkaException | IllegalStateException notNow) {
            LOG.debug("what stands behind the last job record can't be acknowledged now", notNow);
        }
    }

    /** Whether the partition is read from before the place of its group, because that is not in the log any more. */
    boolean beganAgain(TopicPartition partition) {
        return beganAgain.contains(partition);
    }

    /** An offset to commit, with the note. */
    OffsetAndMetadata noted(TopicPartition partition, long next) {
        Long count = deleted.get(partition);
        return count == null ? new OffsetAndMetadata(next) : new OffsetAndMetadata(next, NOTE + count);
    }
}
