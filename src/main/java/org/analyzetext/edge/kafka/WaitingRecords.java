package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Job records that were read before their waits are over. They are given out once these are: what is due first comes
 * first, a partition's records in their order, a turn's worth at once. One consumer so reads topics of all delays and no
 * record holds up those of other partitions. Only for the consumer's thread.
 */
final class WaitingRecords {
    private final Consumer<byte[], byte[]> consumer;
    private final ToLongFunction<ConsumerRecord<byte[], byte[]>> waitMillis;
    private final int most;
    private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> held = new HashMap<>();
    /** The last record of each partition that was given out. */
    private final Map<TopicPartition, Long> given = new HashMap<>();

    private boolean turnEnds;

    /**
     * Records of this consumer.
     *
     * @param waitMillis how long a record has to wait from now on; 0 when it is due
     * @param most how many are given out at once at most
     */
    WaitingRecords(
            Consumer<byte[], byte[]> consumer, ToLongFunction<ConsumerRecord<byte[], byte[]>> waitMillis, int most) {
        this.consumer = consumer;
        this.waitMillis = waitMillis;
        this.most = most;
    }

    /**
     * The records that are due; none after an incomplete turn, so that Camel hands that on.
     *
     * @param timeout how long to wait for one
     * @param read asks the brokers
     * @param suspended whether none is to be given out: the route has been suspended, or the application stops
     */
    ConsumerRecords<byte[], byte[]> poll(
            Duration timeout, Function<Duration, ConsumerRecords<byte[], byte[]>> read, BooleanSupplier suspended) {
        if (turnEnds) {
            turnEnds = false;
            return ConsumerRecords.empty();
        }
        boolean gives = !suspended.getAsBoolean();
        if (gives) {
            pauseFull();
        }
        for (ConsumerRecord<byte[], byte[]> record : read.apply(gives ? untilFirst(timeout) : timeout)) {
            held.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), any -> new ArrayDeque<>())
                    .add(record);
        }
        // What was read is held, not dropped: behind dropped records the group would seem to have nothing left to do.
        if (suspended.getAsBoolean()) {
            return ConsumerRecords.empty();
        }
        ConsumerRecords<byte[], byte[]> due = due();
        turnEnds = !due.isEmpty() && due.count() < most;
        return due;
    }

    /** Partitions of which there is a turn's worth are not read on: a long queue is not to be in memory. */
    private void pauseFull() {
        Set<TopicPartition> full = new HashSet<>();
        held.forEach((partition, records) -> {
            if (records.size() >= most) {
                full.add(partition);
            }
        });
        Set<TopicPartition> resumed = new HashSet<>(consumer.paused());
        resumed.removeAll(full);
        consumer.resume(resumed);
        full.retainAll(consumer.assignment());
        consumer.pause(full);
    }

    private Duration untilFirst(Duration timeout) {
        long first = held.values().stream()
                .map(Deque::element)
                .mapToLong(waitMillis)
                .min()
                .orElse(Long.MAX_VALUE);
        return first < timeout.toMillis() ? Duration.ofMillis(Math.max(0, first)) : timeout;
    }

    private ConsumerRecords<byte[], byte[]> due() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> due = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparingLong(Head::millis));
        held.forEach((partition, records) -> heads.add(head(partition, records)));
        for (int count = 0; count < most; count++) {
            Head first = heads.poll();
            if (first == null || first.millis() > 0) {
                break;
            }
            ConsumerRecord<byte[], byte[]> record = first.records().remove();
            due.computeIfAbsent(first.partition(), any -> new ArrayList<>()).add(record);
            next.put(first.partition(), new OffsetAndMetadata(record.offset() + 1));
            given.put(first.partition(), record.offset());
            if (first.records().isEmpty()) {
                held.remove(first.partition());
            } else {
                heads.add(head(first.partition(), first.records()));
            }
        }
        return new ConsumerRecords<>(due, next);
    }

    /** The records of a partition, with what the first of them has to wait; not positive once it is due. */
    private record Head(TopicPartition partition, Deque<ConsumerRecord<byte[], byte[]>> records, long millis) {}

    private Head head(TopicPartition partition, Deque<ConsumerRecord<byte[], byte[]>> records) {
        return new Head(partition, records, waitMillis.applyAsLong(records.element()));
    }

    /** As that listener, and what has to wait is forgotten where it will be read again. */
    ConsumerRebalanceListener forgetting(ConsumerRebalanceListener listener) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                forget(partitions);
                listener.onPartitionsRevoked(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                forget(partitions);
                listener.onPartitionsLost(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                listener.onPartitionsAssigned(partitions);
            }
        };
    }

    /** The partitions are another consumer's now, or will be read anew from what the group has acknowledged. */
    void forget(Collection<TopicPartition> partitions) {
        held.keySet().removeAll(partitions);
        given.keySet().removeAll(partitions);
    }

    /** Whether records of the partition that were read are not given out, or not acknowledged yet. */
    boolean hasOpen(TopicPartition partition, BiPredicate<TopicPartition, Long> acknowledged) {
        Long last = given.get(partition);
        return held.containsKey(partition) || (last != null && !acknowledged.test(partition, last));
    }
}
