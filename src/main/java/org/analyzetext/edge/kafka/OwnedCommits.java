package org.analyzetext.edge.kafka;

import java.util.Optional;
import java.util.Set;
import org.apache.camel.component.kafka.consumer.CommitManager;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualSyncCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Makes commits that join a transaction and know whether the record's partition still belongs to this consumer. */
final class OwnedCommits extends DefaultKafkaManualCommitFactory {
    private final TopicTransactions transactions;

    OwnedCommits(TopicTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public KafkaManualCommit newInstance(
            CamelExchangePayload exchange, KafkaRecordPayload record, CommitManager manager) {
        return new OwnedCommit(
                exchange,
                record,
                manager,
                transactions,
                exchange.consumer.groupMetadata().generationId());
    }

    /** The commit of a record. Only for the consumer's thread, as everything about a Kafka consumer. */
    static final class OwnedCommit extends DefaultKafkaManualSyncCommit {
        private final TopicTransactions transactions;
        /** The group's when the record was last known to be this consumer's. */
        private int generation;

        /**
         * The commit of a record.
         *
         * @param generation the group's when the record was read
         */
        OwnedCommit(
                CamelExchangePayload exchange,
                KafkaRecordPayload record,
                CommitManager manager,
                TopicTransactions transactions,
                int generation) {
            super(exchange, record, manager);
            this.transactions = transactions;
            this.generation = generation;
        }

        /** Acknowledges the record together with what its thread's transaction writes; at once where there is none. */
        @Override
        public void commit() {
            if (!transactions.hold(this)) {
                super.commit();
            }
        }

        /** Acknowledges the record when nothing was written. */
        void commitAlone() {
            super.commit();
            committed();
        }

        /** What the group reads after the record. */
        OffsetAndMetadata next() {
            long next = getRecordOffset() + 1;
            return member().map(member -> member.toCommit(getPartition(), next))
                    .orElseGet(() -> new OffsetAndMetadata(next));
        }

        /** As what the consumer acknowledges: a group refuses one that has lost its partitions. */
        ConsumerGroupMetadata group() {
            return getCamelExchangePayload().consumer.groupMetadata();
        }

        /** How many partitions a topic has. Threads of a turn may ask while the consumer's own waits for them. */
        int partitionsOf(String topic) {
            Consumer<?, ?> consumer = getCamelExchangePayload().consumer;
            synchronized (consumer) {
                return consumer.partitionsFor(topic).size();
            }
        }

        /** Whether the partition was not given to another consumer meanwhile. */
        boolean owned() {
            return getCamelExchangePayload().consumer.assignment().contains(getPartition());
        }

        /** Whether the partition has stayed with this consumer since the record was read, as far as this process knows. */
        boolean undisturbed() {
            // In the middle of a rebalance the generation is still the old one, but nothing is assigned.
            return owned() && generation == group().generationId();
        }

        /** Waits for a moment as a member of the group; false when its consumer can't. */
        boolean stay() {
            member().ifPresent(GroupMember::stay);
            return member().isPresent();
        }

        /** Whether a rebalance is under way, so that it is not known yet which member will have the partition. */
        boolean isRebalancing() {
            int now = group().generationId();
            return now < 0 || (now == generation && !owned());
        }

        /** Whether the group has given the record to another consumer, or has acknowledged it. */
        boolean isLost() {
            int now = group().generationId();
            if (now == generation) {
                return false;
            }
            if (owned()) {
                ask(Set.of(getPartition()));
                if (!acknowledged()) {
                    generation = now;
                    return false;
                }
            }
            return true;
        }

        /** Whether the group may have acknowledged more, or given the partition away, than is known here. */
        boolean outOfTouch() {
            return member().map(GroupMember::outOfTouch).orElse(true);
        }

        /** Asks what the group has acknowledged of these partitions. */
        void ask(Set<TopicPartition> partitions) {
            getCamelExchangePayload().consumer.committed(partitions).forEach((partition, next) -> {
                if (next != null) {
                    learn(partition, next.offset());
                }
            });
        }

        /** Whether the group has acknowledged the record, as far as is known here. */
        boolean acknowledged() {
            return member().map(member ->
                            member.acknowledged().has(group().generationId(), getPartition(), getRecordOffset()))
                    .orElse(false);
        }

        /** The group has acknowledged the record and all before it. */
        void committed() {
            learn(getPartition(), getRecordOffset() + 1);
        }

        private void learn(TopicPartition partition, long next) {
            member().ifPresent(member -> member.acknowledged().upTo(group().generationId(), partition, next));
        }

        private Optional<GroupMember> member() {
            return getCamelExchangePayload().consumer instanceof GroupMember member
                    ? Optional.of(member)
                    : Optional.empty();
        }
    }
}
