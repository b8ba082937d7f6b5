package org.analyzetext.document;

/**
 * A document's place in a Kafka topic.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the record's offset in the partition
 */
public record TopicPosition(String topic, int partition, long offset) implements Source {
    @Override
    public String position() {
        return topic + "/" + partition + "/" + offset;
    }
}
