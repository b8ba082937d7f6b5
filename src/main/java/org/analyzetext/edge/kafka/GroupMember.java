package org.analyzetext.edge.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a consumer knows of its group beside its partitions. Only for the consumer's thread. */
interface GroupMember {
    /**
     * Whether what the group has acknowledged was not asked for half of the session time-out: a process that stood still
     * for longer than the whole may have lost its partitions without knowing it yet.
     */
    boolean outOfTouch();

    /** Waits for a moment without reading, but as a member of the group: it keeps its partitions meanwhile. */
    void stay();

    /** What is known to be acknowledged. */
    Acknowledged acknowledged();

    /** The offset to acknowledge, with what is noted of the partition. */
    OffsetAndMetadata toCommit(TopicPartition partition, long next);

    /**
     * What a group has acknowledged in one of its generations, as far as is known here. Of the next generation nothing is
     * known: others may have been given the partitions, or the topic may be another one of the same name.
     */
    final class Acknowledged {
        private final Map<TopicPartition, Long> next = new HashMap<>();
        private int generation;

        /** Whether the record is acknowledged. */
        boolean has(int inGeneration, TopicPartition partition, long offset) {
            return inGeneration == generation && offset < next.getOrDefault(partition, 0L);
        }

        /** The topic has begun again: nothing is acknowledged of it as it is now. */
        void forget(Collection<TopicPartition> partitions) {
            next.keySet().removeAll(partitions);
        }

        /** All records before this offset are acknowledged. */
        void upTo(int inGeneration, TopicPartition partition, long offset) {
            if (inGeneration != generation) {
                next.clear();
                generation = inGeneration;
            }
            next.put(partition, offset);
        }
    }
}
