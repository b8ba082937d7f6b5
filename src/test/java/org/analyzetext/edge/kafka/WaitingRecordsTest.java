package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WaitingRecordsTest {
    private static final int MOST = 3;

    /** What the test calls now, in ms; a record's value is when it is due. */
    private long now;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private Duration asked = Duration.ZERO;

    @Test
    void aRecordIsGivenOutOnceItIsDueAndOthersDoNotWaitForIt() {
        WaitingRecords waiting = waiting(MOST, 2);
        write(0, 15_000);
        write(1, 500);

        assertThat(offsets(poll(waiting))).isEmpty();
        now = 500;
        assertThat(offsets(poll(waiting))).isEqualTo(Map.of(1, List.of(0L)));
        write(1, 900);
        now = 900;
        assertThat(offsets(poll(waiting))).as("the end of a turn").isEmpty();
        assertThat(offsets(poll(waiting))).isEqualTo(Map.of(1, List.of(1L)));
        now = 15_000;
        assertThat(offsets(poll(waiting))).isEmpty();
        assertThat(offsets(poll(waiting))).isEqualTo(Map.of(0, List.of(0L)));
    }

    @Test
    void theBrokersAreAskedForNoLongerThanTheFirstRecordWaits() {
        WaitingRecords waiting = waiting(MOST, 1);
        write(0, 80);

        poll(waiting);
        assertThat(asked).isEqualTo(Duration.ofMillis(100));
        now = 50;
        poll(waiting);
        assertThat(asked).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void aLongQueueIsNotReadIntoMemoryAndOtherPartitionsGoOn() {
        WaitingRecords waiting = waiting(MOST, 2);
        IntStream.range(0, 10).forEach(i -> write(0, 1_000));
        poll(waiting);
        poll(waiting);
        assertThat(consumer.paused()).containsExactly(partition(0));

        write(1, 0);
        assertThat(offsets(poll(waiting))).isEqualTo(Map.of(1, List.of(0L)));
        now = 1_000;
        poll(waiting);
        assertThat(offsets(poll(waiting))).isEqualTo(Map.of(0, List.of(0L, 1L, 2L)));
    }

    @Test
    void afterARebalanceTheRecordsOfARevokedPartitionAreForgotten() {
        WaitingRecords waiting = waiting(MOST, 2);
        write(0, 100);
        write(1, 100);
        poll(waiting);

        waiting.forget(List.of(partition(0)));
        now = 100;

        assertThat(waiting.hasOpen(partition(0), (partition, offset) -> false)).isFalse();
        assertThat(offsets(poll(waiting))).isEqualTo(Map.of(1, List.of(0L)));
    }

    @Test
    void aRecordIsOpenUntilItIsAcknowledged() {
        WaitingRecords waiting = waiting(MOST, 1);
        write(0, 100);
        poll(waiting);
        assertThat(waiting.hasOpen(partition(0), (partition, offset) -> true)).isTrue();

        now = 100;
        poll(waiting);

        assertThat(waiting.hasOpen(partition(0), (partition, offset) -> false)).isTrue();
        assertThat(waiting.hasOpen(partition(0), (partition, offset) -> offset == 0))
                .isFalse();
    }

    @Test
    void whileTheRouteIsSuspendedNothingIsGivenOutAndNoPartitionIsResumed() {
        WaitingRecords waiting = waiting(MOST, 2);
        write(0, 0);
        write(0, 0);
        poll(waiting, true);
        consumer.pause(consumer.assignment());
        write(1, 0);

        assertThat(offsets(poll(waiting, true))).isEmpty();
        assertThat(consumer.paused()).hasSize(2);
        assertThat(offsets(poll(waiting, false))).isEqualTo(Map.of(0, List.of(0L, 1L), 1, List.of(0L)));
    }

    @Property(tries = 300)
    void everyRecordIsGivenOutOnceWhenItIsDueInTheOrderOfItsPartition(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 5) int most) {
        WaitingRecords waiting = waiting(most, 4);
        Map<Integer, List<Long>> given = new TreeMap<>();
        int written = 0;
        int count = 0;
        for (int step = 0; step < 200 || count < written; step++) {
            if (step < 100 && random.nextBoolean()) {
                write(random.nextInt(4), now + random.nextInt(300));
                written++;
            }
            now += random.nextInt(20);
            ConsumerRecords<byte[], byte[]> turn = poll(waiting);
            assertThat(turn.count()).isLessThanOrEqualTo(most);
            for (ConsumerRecord<byte[], byte[]> record : turn) {
                assertThat(due(record)).isLessThanOrEqualTo(now);
                given.computeIfAbsent(record.partition(), any -> new ArrayList<>())
                        .add(record.offset());
                count++;
            }
        }
        assertThat(count).isEqualTo(written);
        given.forEach((partition, offsets) -> assertThat(offsets)
                .isEqualTo(IntStream.range(0, offsets.size())
                        .mapToObj(Long::valueOf)
                        .toList()));
    }

    private WaitingRecords waiting(int most, int partitions) {
        now = 0;
        ends.clear();
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(WaitingRecordsTest::partition)
                .toList();
        consumer.assign(all);
        consumer.resume(all);
        Map<TopicPartition, Long> begins = new HashMap<>();
        all.forEach(partition -> begins.put(partition, 0L));
        consumer.updateBeginningOffsets(begins);
        all.forEach(partition -> consumer.seek(partition, 0));
        return new WaitingRecords(consumer, record -> due(record) - now, most);
    }

    private ConsumerRecords<byte[], byte[]> poll(WaitingRecords waiting) {
        return poll(waiting, false);
    }

    private ConsumerRecords<byte[], byte[]> poll(WaitingRecords waiting, boolean suspended) {
        return waiting.poll(
                Duration.ofMillis(100),
                timeout -> {
                    asked = timeout;
                    return consumer.poll(Duration.ZERO);
                },
                () -> suspended);
    }

    private void write(int partition, long due) {
        long offset = ends.merge(partition(partition), 1L, Long::sum) - 1;
        consumer.addRecord(new ConsumerRecord<>(
                partition(partition).topic(),
                partition,
                offset,
                null,
                ByteBuffer.allocate(Long.BYTES).putLong(due).array()));
    }

    private static long due(ConsumerRecord<byte[], byte[]> record) {
        return ByteBuffer.wrap(record.value()).getLong();
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("jobs", number);
    }

    private static Map<Integer, List<Long>> offsets(ConsumerRecords<byte[], byte[]> records) {
        Map<Integer, List<Long>> offsets = new TreeMap<>();
        records.forEach(record -> offsets.computeIfAbsent(record.partition(), any -> new ArrayList<>())
                .add(record.offset()));
        return offsets;
    }
}
