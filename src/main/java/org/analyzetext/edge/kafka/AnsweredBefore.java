package org.analyzetext.edge.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.Json;
import org.analyzetext.document.TopicPosition;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells before the first submit that documents will be paid for a second time. A document is acknowledged before its
 * answer is written, so an answer from behind the group's offset says that the group was reset, or lost its offsets, or
 * that the topic is another one.
 */
final class AnsweredBefore {
    private static final Logger LOG = LoggerFactory.getLogger(AnsweredBefore.class);
    /** Answers come about in the order of their documents. */
    private static final int LAST = 50;

    private AnsweredBefore() {}

    static void report(KafkaSettings settings) throws IOException {
        try (TopicReader reader = new TopicReader(settings)) {
            List<TopicPartition> answers = reader.partitions(
                    List.of(settings.names().resultsTopic(), settings.names().deadLettersTopic()));
            Map<TopicPartition, Long> ends = reader.stableEnds(answers);
            Map<TopicPartition, Long> from = reader.begins(answers);
            from.replaceAll((partition, begin) -> Math.max(begin, ends.getOrDefault(partition, begin) - LAST));
            Map<TopicPartition, Long> answered = new HashMap<>();
            reader.read(from, ends, record -> {
                TopicPosition source = source(record.value());
                if (source != null && settings.names().isDocumentsTopic(source.topic())) {
                    answered.merge(new TopicPartition(source.topic(), source.partition()), source.offset(), Math::max);
                }
            });
            Map<TopicPartition, Long> documents =
                    reader.ends(reader.partitions(settings.names().documentsTopics()));
            Map<TopicPartition, OffsetAndMetadata> next = reader.committed(settings.names());
            answered.forEach((partition, last) -> {
                OffsetAndMetadata taken = next.get(partition);
                long at = taken == null ? 0 : taken.offset();
                long again = Math.min(last + 1, documents.getOrDefault(partition, 0L)) - at;
                if (again > 0) {
                    LOG.warn(
                            "up to {} documents of {} are submitted, and paid for, again: there are answers up to offset"
                                    + " {}, but the group {} stands at {}. It was reset, its offsets expired, or the topic"
                                    + " was created anew",
                            again,
                            partition,
                            last,
                            settings.names().group(partition.topic()),
                            at);
                }
            });
        }
    }

    private static @org.jspecify.annotations.Nullable TopicPosition source(
            byte @org.jspecify.annotations.Nullable [] answer) throws IOException {
        try {
            return Json.MAPPER.treeToValue(
                    Json.MAPPER.readTree(TopicAnswers.value(answer)).path("source"), TopicPosition.class);
        } catch (JsonProcessingException | IllegalArgumentException ofAFile) {
            return null;
        }
    }
}
