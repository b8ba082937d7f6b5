package org.analyzetext.edge.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.analyzetext.account.Trace;
import org.analyzetext.account.Trace.Stage;
import org.analyzetext.account.Traces;
import org.analyzetext.account.Wanted;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Result;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a document in the topics, in the direction in which documents go: so one that moves meanwhile is seen at least
 * once. Reads without a group, so that no offsets change.
 */
final class TopicSearch {
    private final KafkaSettings settings;
    private final KafkaNames names;
    private final EdgeSettings edges;
    private final Wanted wanted;
    private final List<Trace> found = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    TopicSearch(KafkaSettings settings, EdgeSettings edges, Wanted wanted) {
        this.settings = settings;
        this.names = settings.names();
        this.edges = edges;
        this.wanted = wanted;
    }

    Traces traces() throws IOException {
        try (TopicReader reader = new TopicReader(settings)) {
            if (edges.source() == EdgeKind.KAFKA) {
                documents(reader);
            }
            if (edges.jobs() == EdgeKind.KAFKA) {
                jobs(reader);
            }
            if (edges.sink() == EdgeKind.KAFKA) {
                answers(reader, names.resultsTopic(), this::result);
                answers(reader, names.deadLettersTopic(), this::deadLetter);
            }
            remarks.addAll(reader.remarks());
        }
        return new Traces(found, remarks);
    }

    /** What the group has not acknowledged, and the one record at a position that is looked for. */
    private void documents(TopicReader reader) throws IOException {
        List<TopicPartition> partitions = reader.partitions(names.documentsTopics());
        Map<TopicPartition, Long> begins = reader.begins(partitions);
        Map<TopicPartition, Long> ends = reader.ends(partitions);
        Map<TopicPartition, Long> from = new HashMap<>(begins);
        reader.committed(names)
                .forEach((partition, next) ->
                        from.computeIfPresent(partition, (any, begin) -> Math.max(begin, next.offset())));
        reader.read(from, ends, record -> {
            if (isWanted(record)) {
                found.add(arrived(record, Stage.ARRIVED, "waits in its topic"));
            }
        });
        wanted.sources().forEach(source -> {
            if (source instanceof TopicPosition position && names.isDocumentsTopic(position.topic())) {
                TopicPartition partition = new TopicPartition(position.topic(), position.partition());
                long end = from.getOrDefault(partition, 0L);
                if (position.offset() < begins.getOrDefault(partition, 0L)) {
                    remarks.add(place(partition, position.offset()) + " was deleted from its topic (retention)");
                } else if (position.offset() >= ends.getOrDefault(partition, 0L)) {
                    remarks.add(place(partition, position.offset()) + " is no record of the topic yet");
                } else if (position.offset() < end) {
                    one(reader, partition, position.offset());
                }
            }
        });
    }

    private void one(TopicReader reader, TopicPartition partition, long offset) {
        try {
            reader.read(Map.of(partition, offset), Map.of(partition, offset + 1), record -> {
                if (record.offset() == offset) {
                    found.add(arrived(
                            record, Stage.TAKEN, "acknowledged by the group " + names.group(partition.topic())));
                }
            });
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
    }

    private Trace arrived(ConsumerRecord<byte[], byte[]> record, Stage stage, String note) {
        return Trace.of(
                stage,
                place(record),
                id(record.value()),
                new TopicPosition(record.topic(), record.partition(), record.offset()),
                record.timestamp() < 0 ? null : Instant.ofEpochMilli(record.timestamp()),
                note);
    }

    private boolean isWanted(ConsumerRecord<byte[], byte[]> record) {
        return wanted.matches(
                        id(record.value()), new TopicPosition(record.topic(), record.partition(), record.offset()))
                || isReplay(record);
    }

    private boolean isReplay(ConsumerRecord<byte[], byte[]> record) {
        TopicPosition original = Replay.original(record.headers());
        return original != null && wanted.matches(null, original);
    }

    private boolean isReplay(Document document) {
        TopicPosition original = document.envelope() == null
                ? null
                : Replay.original(document.envelope().header(Replay.HEADER));
        return original != null && wanted.matches(null, original);
    }

    /** The id in a record of JSON; null where there is none. */
    private @Nullable String id(byte @Nullable [] value) {
        if (value == null || !new String(value, StandardCharsets.UTF_8).contains(wanted.text())) {
            return null;
        }
        try {
            JsonNode id = Json.MAPPER
                    .readTree(value)
                    .at(DocumentFields.pointer(wanted.fields().id()));
            return id.isValueNode() && !id.isNull() ? id.asText() : null;
        } catch (IOException | NumberFormatException noJson) {
            return null;
        }
    }

    private void jobs(TopicReader reader) throws IOException {
        List<TopicPartition> tiers = reader.partitions(names.jobsTopics());
        Map<TopicPartition, Long> open = reader.begins(tiers);
        reader.acknowledged(names.jobsGroup())
                .forEach((partition, next) -> open.computeIfPresent(partition, (any, begin) -> Math.max(begin, next)));
        // A job that hops from topic to topic may be seen twice: the later poll counts.
        Map<String, Trace> latest = new TreeMap<>();
        reader.read(open, reader.ends(tiers), record -> job(record, latest));
        found.addAll(latest.values());
    }

    private void job(ConsumerRecord<byte[], byte[]> record, Map<String, Trace> latest) throws IOException {
        byte[] value = TopicAnswers.value(record.value());
        if (!wanted.mayStandIn(new String(value, StandardCharsets.UTF_8))
                && wanted.sources().isEmpty()) {
            return;
        }
        try {
            JobRecord job = JobRecord.read(value);
            job.documents().stream()
                    .filter(document -> wanted.matches(document.id(), document.source()) || isReplay(document))
                    .map(document -> Trace.of(
                            job.submittedJob() == null ? Stage.WAITING : Stage.IN_FLIGHT, place(record), job, document))
                    .forEach(trace -> latest.merge(
                            trace.source() + " " + job.attempt(),
                            trace,
                            (one, other) -> polls(other) >= polls(one) ? other : one));
        } catch (JsonProcessingException unreadable) {
            remarks.add(place(record) + " can't be read by this release, and may hold the document");
        }
    }

    private static int polls(Trace trace) {
        return trace.attempt() == null ? 0 : trace.attempt().polls();
    }

    private interface Answer {
        void read(ConsumerRecord<byte[], byte[]> record) throws IOException;
    }

    private void answers(TopicReader reader, String topic, Answer answer) throws IOException {
        List<TopicPartition> partitions = reader.partitions(List.of(topic));
        reader.read(reader.begins(partitions), reader.ends(partitions), record -> {
            String json = new String(TopicAnswers.value(record.value()), StandardCharsets.UTF_8);
            if (wanted.mayStandIn(json) || isReplay(record)) {
                try {
                    answer.read(record);
                } catch (JsonProcessingException | IllegalArgumentException notOurs) {
                    remarks.add(place(record) + " can't be read, and may be about the document");
                }
            }
        });
    }

    private void result(ConsumerRecord<byte[], byte[]> record) throws IOException {
        Result result = Json.MAPPER.readValue(record.value(), Result.class);
        if (wanted.matches(result.id(), result.source()) || isReplay(record)) {
            found.add(replay(record, Trace.of(place(record), result)));
        }
    }

    private void deadLetter(ConsumerRecord<byte[], byte[]> record) throws IOException {
        DeadLetter letter = Json.MAPPER.readValue(record.value(), DeadLetter.class);
        if (wanted.matches(letter.id(), letter.source()) || isReplay(record)) {
            found.add(replay(record, Trace.of(place(record), letter)));
        }
    }

    private static Trace replay(ConsumerRecord<byte[], byte[]> record, Trace trace) {
        TopicPosition original = Replay.original(record.headers());
        return original == null ? trace : trace.noted("a replay of " + LogText.of(original.position()));
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPosition(record.topic(), record.partition(), record.offset()).position();
    }

    private static String place(TopicPartition partition, long offset) {
        return new TopicPosition(partition.topic(), partition.partition(), offset).position();
    }
}
