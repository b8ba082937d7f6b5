package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.analyzetext.account.Answers;
import org.apache.kafka.common.TopicPartition;

/** The results and dead letters in their topics, as they were at one moment. */
final class TopicAnswers implements Answers {
    private final TopicReader reader;
    private final KafkaSettings settings;
    private final Map<TopicPartition, Long> begins;
    private final Map<TopicPartition, Long> ends;

    /** Remembers what is there now. */
    TopicAnswers(TopicReader reader, KafkaSettings settings) {
        this.reader = reader;
        this.settings = settings;
        List<TopicPartition> partitions = reader.partitions(
                List.of(settings.names().resultsTopic(), settings.names().deadLettersTopic()));
        this.begins = reader.begins(partitions);
        this.ends = reader.ends(partitions);
    }

    @Override
    public void results(Reader results) throws IOException {
        read(settings.names().resultsTopic(), results);
    }

    @Override
    public void deadLetters(Reader deadLetters) throws IOException {
        read(settings.names().deadLettersTopic(), deadLetters);
    }

    private void read(String topic, Reader answers) throws IOException {
        reader.read(begins, of(topic, ends), record -> answers.read(value(record.value())));
    }

    private static Map<TopicPartition, Long> of(String topic, Map<TopicPartition, Long> all) {
        return all.entrySet().stream()
                .filter(each -> each.getKey().topic().equals(topic))
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** A record without a value deletes its key where a topic is compacted; it is no answer. */
    static byte[] value(byte @org.jspecify.annotations.Nullable [] value) {
        return value == null ? new byte[0] : value;
    }

    @Override
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        begins.forEach((partition, begin) -> {
            if (begin > 0) {
                remarks.add(partition + " begins at offset " + begin
                        + ": answers before it were deleted, and documents whose answers they were seem to be missing");
            }
        });
        for (String topic :
                List.of(settings.names().resultsTopic(), settings.names().deadLettersTopic())) {
            if (begins.keySet().stream().anyMatch(partition -> partition.topic().equals(topic))
                    && reader.isCompacted(topic)) {
                remarks.add(topic + " is compacted: of the answers with one key only the last is sure to be there");
            }
        }
        return remarks;
    }
}
