package org.analyzetext.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.kafka.OwnedCommits.OwnedCommit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the steps of one transaction want to write and to acknowledge. Belongs to the thread that runs the steps. */
final class HeldRecords {
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<OwnedCommit> acknowledged = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    void add(ProducerRecord<byte[], byte[]> record) {
        records.add(record);
    }

    void acknowledge(OwnedCommit commit) {
        acknowledged.add(commit);
    }

    void afterwards(Runnable step) {
        afterwards.add(step);
    }

    List<ProducerRecord<byte[], byte[]>> records() {
        return records;
    }

    List<OwnedCommit> acknowledged() {
        return acknowledged;
    }

    /** The next offset of each partition, as a commit has it. */
    Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (OwnedCommit commit : acknowledged) {
            offsets.put(commit.getPartition(), new OffsetAndMetadata(commit.getRecordOffset() + 1));
        }
        return offsets;
    }

    void runAfterwards() {
        afterwards.forEach(Runnable::run);
    }
}
