package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.analyzetext.document.RecordReader;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.stage.Batching;
import org.analyzetext.stage.DryRun;
import org.analyzetext.stage.RecordLimit;
import org.apache.kafka.common.TopicPartition;

/** What the documents that the groups have before them would become, topic by topic. Nobody's offsets change. */
final class TopicDryRun {
    private TopicDryRun() {}

    /** Packs the records that are not acknowledged yet. */
    public static List<DryRun> of(
            KafkaSettings settings, RecordReader reader, Function<Batching.Taker, Batching> batching)
            throws IOException {
        List<DryRun> runs = new ArrayList<>();
        try (TopicReader topics = new TopicReader(settings)) {
            for (String topic : settings.names().documentsTopics()) {
                runs.add(of(topic, topics, settings, reader, batching));
            }
        }
        return runs;
    }

    private static DryRun of(
            String name,
            TopicReader topic,
            KafkaSettings settings,
            RecordReader reader,
            Function<Batching.Taker, Batching> batching)
            throws IOException {
        List<TopicPartition> partitions = topic.partitions(List.of(name));
        Map<TopicPartition, Long> from = new HashMap<>(topic.begins(partitions));
        topic.acknowledged(settings.names().group(name))
                .forEach((partition, next) -> from.computeIfPresent(partition, (any, first) -> Math.max(first, next)));
        Map<TopicPartition, Long> to = topic.ends(partitions);
        return DryRun.of(
                "topic " + name,
                batching,
                sink -> topic.read(
                        from,
                        to,
                        record -> reader.read(
                                new TopicPosition(record.topic(), record.partition(), record.offset()),
                                TopicSource.envelope(record.key(), record.headers(), record.timestamp()),
                                record.value(),
                                new RecordLimit(settings.maxBatchBytes(), sink))));
    }
}
