package org.analyzetext.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.component.kafka.consumer.CommitManager;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualSyncCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.common.TopicPartition;

/** Makes commits that know whether the record's partition still belongs to this consumer. */
public final class OwnedCommits extends DefaultKafkaManualCommitFactory {
    @Override
    public KafkaManualCommit newInstance(
            CamelExchangePayload exchange, KafkaRecordPayload record, CommitManager manager) {
        return new OwnedCommit(exchange, record, manager);
    }

    /** The commit of a record. Only for the consumer's thread, as everything about a Kafka consumer. */
    static final class OwnedCommit extends DefaultKafkaManualSyncCommit {
        OwnedCommit(CamelExchangePayload exchange, KafkaRecordPayload record, CommitManager manager) {
            super(exchange, record, manager);
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
