package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer that says what to fix when the brokers refuse it, and waits before it fails. Camel ends a consumer's
 * thread for good on a refused login, and reconnects at once on all else.
 */
final class RetryingConsumer extends KafkaConsumer<byte[], byte[]> implements GroupMember {
    private static final Logger LOG = LoggerFactory.getLogger(RetryingConsumer.class);
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final Duration wait;
    private final BooleanSupplier stopping;
    private final ClientIds.Lease lease;
    private final GroupShare.Member share;
    private final long touch;
    private final Acknowledged acknowledged = new Acknowledged();
    private final LostPlace place;
    /** Of a consumer of jobs. */
    private final @Nullable WaitingRecords waiting;

    /** Camel has paused the consumer: its route is suspended or stops. */
    private boolean suspended;
    /** Partitions are paused and resumed for reasons of our own. */
    private boolean pausing;

    private long askedAt;

    /**
     * A consumer of documents, or of jobs.
     *
     * @param wait how long it rests after a refusal
     * @param share learns what the consumer has of the partitions
     * @param jobWait how long a job record has to wait, in ms; null for a consumer of documents
     * @param stopping whether the application stops, and nothing more is to be begun
     */
    RetryingConsumer(
            Properties properties,
            Duration wait,
            ClientIds.Lease lease,
            GroupShare.Member share,
            @Nullable ToLongFunction<ConsumerRecord<byte[], byte[]>> jobWait,
            BooleanSupplier stopping) {
        super(properties);
        this.stopping = stopping;
        this.place = new LostPlace(this, jobWait == null);
        this.waiting = jobWait == null
                ? null
                : new WaitingRecords(
                        this,
                        jobWait,
                        Integer.parseInt(Objects.toString(properties.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG))));
        this.wait = wait;
        this.lease = lease;
        this.share = share;
        touch = TimeUnit.MILLISECONDS.toNanos(
                        Long.parseLong(Objects.toString(properties.get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG))))
                / 2;
        askedAt = System.nanoTime() - touch;
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        // Before the question: what happens while it is answered is not known.
        long now = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(super.committed(partitions));
        askedAt = now;
        committed.entrySet().removeIf(each -> isOfTheTopicBefore(each.getKey(), each.getValue()));
        return committed;
    }

    /** Whether the group acknowledged it before the topic began again: then it is beyond what was read of it since. */
    private boolean isOfTheTopicBefore(TopicPartition partition, @Nullable OffsetAndMetadata offset) {
        return offset != null && place.beganAgain(partition) && offset.offset() > position(partition);
    }

    @Override
    public boolean outOfTouch() {
        return System.nanoTime() - askedAt >= touch;
    }

    @Override
    public Acknowledged acknowledged() {
        return acknowledged;
    }

    /** What has to wait is read again after a rebalance, by the member that has the partition then. */
    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, waiting == null ? listener : waiting.forgetting(listener));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        pausing = true;
        try {
            if (waiting != null) {
                return waiting.poll(timeout, this::read, () -> suspended || stopping.getAsBoolean());
            }
            ConsumerRecords<byte[], byte[]> records = read(timeout);
            // What is not given out is not acknowledged either: the next start reads it.
            return stopping.getAsBoolean() ? ConsumerRecords.empty() : records;
        } finally {
            pausing = false;
        }
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        suspended |= !pausing;
        super.pause(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        suspended &= pausing;
        super.resume(partitions);
    }

    /** What was read beyond that place is read again: Camel goes back to what is acknowledged when a route is resumed. */
    @Override
    public void seek(TopicPartition partition, long offset) {
        if (waiting != null) {
            waiting.forget(List.of(partition));
        }
        super.seek(partition, offset);
    }

    private ConsumerRecords<byte[], byte[]> read(Duration timeout) {
        try {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            place.assigned();
            share.rebalanced(this, groupMetadata().generationId());
            if (records.isEmpty()) {
                place.idle(partition -> waiting != null && waiting.hasOpen(partition, this::isAcknowledged));
            }
            return records;
        } catch (OffsetOutOfRangeException gone) {
            if (!place.outOfRange(gone)) {
                throw offsetsGone(gone);
            }
            acknowledged.forget(gone.partitions());
            if (waiting != null) {
                waiting.forget(gone.partitions());
            }
        } catch (NoOffsetForPartitionException unknown) {
            if (!place.unknown(unknown)) {
                throw offsetsGone(unknown);
            }
        } catch (AuthenticationException refused) {
            throw later(
                    "the brokers refuse the login",
                    "correct the account at the brokers, or name and password here",
                    refused);
        } catch (AuthorizationException refused) {
            throw later("the brokers do not allow it", "give the account the permission", refused);
        }
        return ConsumerRecords.empty();
    }

    private boolean isAcknowledged(TopicPartition partition, long offset) {
        return acknowledged.has(groupMetadata().generationId(), partition, offset);
    }

    private KafkaException offsetsGone(InvalidOffsetException missing) {
        return later(
                "the group's offsets are gone",
                "set them with kafka-consumer-groups --reset-offsets: jobs that are read again would be paid for again,"
                        + " jobs that are skipped are lost",
                missing);
    }

    /**
     * Never moves the group back, which the group does not refuse: after a failure Camel commits the record before it, which
     * may have been read before this process stood still and others went on. Their work would be done again.
     */
    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        Set<TopicPartition> owned = new HashSet<>(offsets.keySet());
        owned.retainAll(assignment());
        Map<TopicPartition, OffsetAndMetadata> committed = owned.isEmpty() ? Map.of() : super.committed(owned, timeout);
        Map<TopicPartition, OffsetAndMetadata> ahead = new HashMap<>();
        for (TopicPartition partition : owned) {
            long next = Objects.requireNonNull(offsets.get(partition)).offset();
            OffsetAndMetadata at = committed.get(partition);
            if (at == null || at.offset() < next || place.beganAgain(partition)) {
                ahead.put(partition, place.noted(partition, next));
            }
        }
        if (ahead.size() < offsets.size()) {
            LOG.debug("of {} only {} is ahead of what the group has", offsets, ahead);
        }
        if (!ahead.isEmpty()) {
            super.commitSync(ahead, timeout);
        }
    }

    @Override
    public OffsetAndMetadata toCommit(TopicPartition partition, long next) {
        return place.noted(partition, next);
    }

    @Override
    public void stay() {
        pausing = true;
        try {
            pause(assignment());
            ConsumerRecords<byte[], byte[]> early = super.poll(MOMENT);
            // What a rebalance has brought meanwhile was not paused.
            early.partitions()
                    .forEach(partition ->
                            seek(partition, early.records(partition).get(0).offset()));
        } catch (KafkaException failed) {
            LOG.debug("{} does not reach its group", groupMetadata().groupId(), failed);
            LockSupport.parkNanos(MOMENT.toNanos());
        } finally {
            if (!suspended) {
                resume(assignment());
            }
            pausing = false;
        }
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            leave();
        }
    }

    @Override
    public void close(CloseOptions options) {
        try {
            super.close(options);
        } finally {
            leave();
        }
    }

    @Override
    @SuppressWarnings("deprecation") // Whoever closes chooses the method.
    public void close(Duration timeout) {
        close(CloseOptions.timeout(timeout));
    }

    private void leave() {
        share.leave();
        lease.leave();
    }

    /** Another exception than Kafka's own, so that Camel connects again. */
    private KafkaException later(String what, String remedy, KafkaException cause) {
        LOG.error(
                "{} waits: {} ({}). To continue, {}; retried every {} ms",
                groupMetadata().groupId(),
                what,
                cause.getMessage(),
                remedy,
                wait.toMillis());
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return new KafkaException(what + ": " + cause.getMessage(), cause);
    }
}
