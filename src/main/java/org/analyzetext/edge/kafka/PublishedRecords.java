package org.analyzetext.edge.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.analyzetext.account.Window;
import org.analyzetext.document.Json;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.results.Answer;
import org.analyzetext.results.AnswerSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The results and dead letters in topics, by the time of their records, as they are when they are read. */
final class PublishedRecords implements AnswerSource {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedRecords.class);

    private final KafkaSettings settings;
    private final List<String> topics;
    private final Window window;

    PublishedRecords(KafkaSettings settings, List<String> topics, Window window) {
        this.settings = settings;
        this.topics = List.copyOf(topics);
        this.window = window;
    }

    @Override
    public void forEach(Consumer<Answer> answers) throws IOException {
        try (TopicReader reader = new TopicReader(settings)) {
            List<TopicPartition> partitions = reader.partitions(topics);
            for (String topic : topics) {
                if (partitions.stream().noneMatch(partition -> partition.topic().equals(topic))) {
                    throw new AnalyzeTextException("there is no topic " + topic + " at " + settings.brokers());
                }
            }
            Map<TopicPartition, Long> ends = reader.ends(partitions);
            Map<TopicPartition, Long> from =
                    window.from() == null ? reader.begins(partitions) : reader.since(partitions, window.from());
            List<String> noAnswers = new ArrayList<>();
            reader.read(from, ends, record -> {
                Answer answer = window.contains(Instant.ofEpochMilli(record.timestamp())) ? answer(record) : null;
                if (answer != null) {
                    answers.accept(answer);
                } else if (window.contains(Instant.ofEpochMilli(record.timestamp()))) {
                    noAnswers.add(record.topic() + "-" + record.partition() + " " + record.offset());
                }
            });
            if (!noAnswers.isEmpty()) {
                LOG.warn(
                        "{} records are no results and no dead letters, and are left out; the first is {}",
                        noAnswers.size(),
                        noAnswers.get(0));
            }
            reader.remarks().forEach(LOG::warn);
        }
    }

    private static @org.jspecify.annotations.Nullable Answer answer(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode value = Json.MAPPER.readTree(TopicAnswers.value(record.value()));
            return value.path("source").isObject() ? Answer.ofJson(value) : null;
        } catch (IOException noJson) {
            return null;
        }
    }
}
