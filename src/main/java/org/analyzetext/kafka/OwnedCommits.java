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
        return new OwnedCommit(exchange, record, manager, transactions);
    }

    /** The commit of a record. Only for the consumer's thread, as everything about a Kafka consumer. */
    static final class OwnedCommit extends DefaultKafkaManualSyncCommit {
        private final TopicTransactions transactions;

        OwnedCommit(
                CamelExchangePayload exchange,
                KafkaRecordPayload record,
                CommitManager manager,
                TopicTransactions transactions) {
            super(exchange, record, manager);
            this.transactions = transactions;
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
