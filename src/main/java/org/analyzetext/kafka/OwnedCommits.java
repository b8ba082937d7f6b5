package org.analyzetext.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.component.kafka.consumer.CommitManager;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualSyncCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
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
        private final int generation;

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
        }

        /** As what the consumer acknowledges: a group refuses one that has lost its partitions. */
        ConsumerGroupMetadata group() {
            return getCamelExchangePayload().consumer.groupMetadata();
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

        /** Whether the brokers have not been asked for so long that the group may have given this consumer up unheard. */
        boolean outOfTouch() {
            return !(getCamelExchangePayload().consumer instanceof PatientConsumer consumer) || consumer.outOfTouch();
        }

        /** What the group has acknowledged of these partitions: the next offset of each; none for untouched ones. */
        Map<TopicPartition, Long> acknowledged(Set<TopicPartition> partitions) {
            Map<TopicPartition, Long> next = new HashMap<>();
            getCamelExchangePayload().consumer.committed(partitions).forEach((partition, offset) -> {
                if (offset != null) {
                    next.put(partition, offset.offset());
                }
            });
            return next;
        }
    }
}
