package org.analyzetext.kafka;

import org.apache.camel.component.kafka.consumer.CommitManager;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory;
import org.apache.camel.component.kafka.consumer.DefaultKafkaManualSyncCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;

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
    }
}
