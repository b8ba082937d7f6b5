package org.analyzetext.edge.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import org.analyzetext.account.Answers;
import org.analyzetext.account.DeadLetterRecords;
import org.analyzetext.account.ReplayReport;
import org.analyzetext.account.Selection;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Json;
import org.analyzetext.document.RecordReader.ValueFormat;
import org.analyzetext.document.Source;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.NewerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the documents of dead letters into their topics of documents again, into their partitions, with their keys and
 * headers and one more that says where they stood before. That header is the only note of a replay: what has it in a
 * topic of documents was replayed. So a replay that was killed continues when it is run again. Job records that an earlier
 * release could not read go back among the jobs, with the same note.
 */
final class TopicReplay {
    private static final int FLUSH_EVERY = 500;
    /** Where job records continue. */
    private static final DelayTier RESUMED = DelayTier.HALF_SECOND;

    private final KafkaSettings settings;
    private final DeadLetterRecords records;
    private final Selection selection;
    private final List<String> refused = new ArrayList<>();
    private final Set<TopicPosition> before = new HashSet<>();
    private final Set<TopicPosition> now = new HashSet<>();
    private final Set<TopicPosition> again = new HashSet<>();
    private long hopeless;

    public TopicReplay(KafkaSettings settings, DeadLetterRecords records, Selection selection) {
        this.settings = settings;
        this.records = records;
        this.selection = selection;
    }

    /**
     * Replays what is asked for.
     *
     * @param files dead letters where they are files; null where they are in a topic
     * @throws AnalyzeTextException when a broker can't be asked, or takes no more: what was not put in can be replayed
     */
    public ReplayReport replay(Answers.@Nullable Place files) throws IOException {
        try (TopicReader reader = new TopicReader(settings)) {
            List<TopicPartition> partitions = reader.documents(settings.names());
            Map<TopicPartition, Instant> known = replays(reader, partitions);
            Answers answers = files == null ? new TopicAnswers(reader, settings) : files.now();
            List<JsonNode> jobs = new ArrayList<>();
            try (Sender sender = new Sender()) {
                answers.deadLetters(json -> letter(json, known, jobs, sender));
                if (!jobs.isEmpty()) {
                    jobs(
                            jobs,
                            replays(
                                    reader,
                                    reader.partitions(List.of(settings.names().topic(RESUMED)))),
                            sender);
                }
                sender.flush();
            }
            return new ReplayReport(
                    files == null ? "the topic " + settings.names().deadLettersTopic() : "the dead-letter files",
                    now.size(),
                    "the " + settings.names().documentsTopicsText(),
                    again.size(),
                    hopeless,
                    refused);
        }
    }

    /** Since when all replays are known, by partition: older ones may have been deleted by retention. */
    private Map<TopicPartition, Instant> replays(TopicReader reader, List<TopicPartition> partitions)
            throws IOException {
        Map<TopicPartition, Long> begins = reader.begins(partitions);
        Map<TopicPartition, Instant> known = new HashMap<>();
        begins.forEach((partition, begin) -> known.put(partition, begin == 0 ? Instant.MIN : Instant.MAX));
        reader.read(begins, reader.ends(partitions), record -> {
            known.replace(
                    new TopicPartition(record.topic(), record.partition()),
                    Instant.MAX,
                    Instant.ofEpochMilli(record.timestamp()));
            note(record);
        });
        if (!reader.remarks().isEmpty()) {
            throw new AnalyzeTextException("nothing was replayed, because what was replayed before is not known: "
                    + String.join("; ", reader.remarks()));
        }
        return known;
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        TopicPosition original = Replay.original(record.headers());
        if (original != null) {
            before.add(original);
        }
    }

    private void letter(byte[] json, Map<TopicPartition, Instant> known, List<JsonNode> jobs, Sender sender)
            throws IOException {
        JsonNode letter;
        try {
            letter = Json.MAPPER.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException noLetter) {
            return;
        }
        if (!letter.path("source").isObject() || !selection.asksFor(letter)) {
            return;
        }
        Source source = Json.MAPPER.treeToValue(letter.path("source"), Source.class);
        if (source instanceof TopicPosition job && settings.names().jobsTopics().contains(job.topic())) {
            jobs.add(letter);
        } else if (selection.isHopeless(letter)) {
            hopeless++;
        } else if (!(source instanceof TopicPosition position)
                || !settings.names().isDocumentsTopic(position.topic())) {
            refuse(letter, "it is no document of the " + settings.names().documentsTopicsText());
        } else if (before.contains(position) && !selection.again()) {
            again.add(position);
        } else if (!now.contains(position)) {
            one(letter, position, known, sender);
        }
    }

    private void one(JsonNode letter, TopicPosition position, Map<TopicPartition, Instant> known, Sender sender)
            throws IOException {
        TopicPartition partition = new TopicPartition(position.topic(), position.partition());
        Instant since = known.getOrDefault(partition, Instant.MIN);
        byte[] value = value(letter);
        if (value == null) {
            refuse(letter, "its dead letter does not hold it; it stands where its source says");
        } else if (since.isAfter(Selection.time(letter)) && !selection.again()) {
            refuse(
                    letter,
                    "records of its time were deleted from " + partition
                            + " (retention), so that it can't be known whether it was replayed before; --again replays"
                            + " it all the same");
        } else {
            sender.send(record(letter, position, known.containsKey(partition), value));
            now.add(position);
        }
    }

    /** Puts job records that another release could not read back among the jobs, where they continue. */
    private void jobs(List<JsonNode> letters, Map<TopicPartition, Instant> known, Sender sender) throws IOException {
        Instant since = known.values().stream().max(Instant::compareTo).orElse(Instant.MIN);
        for (JsonNode letter : letters) {
            TopicPosition position = Json.MAPPER.treeToValue(letter.path("source"), TopicPosition.class);
            byte[] record = DeadLetterRecords.bytes(letter);
            if (record == null || !isJob(record)) {
                refuse(letter, "it is no job record that this release or a newer one can read");
            } else if (before.contains(position) && !selection.again()) {
                again.add(position);
            } else if (since.isAfter(Selection.time(letter)) && !selection.again()) {
                refuse(
                        letter,
                        "records of its time were deleted from "
                                + settings.names().topic(RESUMED)
                                + " (retention), so that it can't be known whether it was replayed before; --again"
                                + " replays it all the same");
            } else if (now.add(position)) {
                sender.send(new ProducerRecord<>(
                        settings.names().topic(RESUMED),
                        null,
                        envelope(letter).keyBytes(),
                        record,
                        new RecordHeaders().add(Replay.HEADER, Replay.value(position))));
            }
        }
    }

    private static boolean isJob(byte[] record) {
        try {
            return JobRecord.read(record).size() > 0;
        } catch (IOException unreadable) {
            return NewerRecord.read(record) != null;
        }
    }

    private byte @Nullable [] value(JsonNode letter) {
        byte[] raw = DeadLetterRecords.bytes(letter);
        if (raw != null) {
            return raw;
        }
        return settings.documents().format() == ValueFormat.TEXT
                ? DeadLetterRecords.text(letter)
                : records.json(letter);
    }

    private ProducerRecord<byte[], byte[]> record(
            JsonNode letter, TopicPosition position, boolean partitionIsThere, byte[] value) throws IOException {
        Envelope envelope = envelope(letter);
        RecordHeaders headers = new RecordHeaders();
        for (Envelope.Header header : envelope.headers()) {
            if (!header.name().equals(Replay.HEADER)) {
                headers.add(header.name(), header.bytes());
            }
        }
        headers.add(Replay.HEADER, Replay.value(position));
        return new ProducerRecord<>(
                position.topic(), partitionIsThere ? position.partition() : null, envelope.keyBytes(), value, headers);
    }

    private static Envelope envelope(JsonNode letter) throws IOException {
        return letter.path("envelope").isObject()
                ? Json.MAPPER.treeToValue(letter.path("envelope"), Envelope.class)
                : new Envelope(null, List.of());
    }

    private void refuse(JsonNode letter, String why) {
        refused.add(why + " (" + letter.path("code").asText() + "): " + letter.path("source"));
    }

    /** Sends records, and reports the first that a broker did not take. */
    private final class Sender implements AutoCloseable {
        private final KafkaProducer<byte[], byte[]> producer;
        private volatile @Nullable Exception failure;
        private int open;

        Sender() {
            Map<String, Object> client = settings.connection().properties();
            client.put(ProducerConfig.ACKS_CONFIG, "all");
            client.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
            client.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxRecordBytes());
            producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        }

        void send(ProducerRecord<byte[], byte[]> record) {
            try {
                Future<RecordMetadata> unused =
                        producer.send(record, (metadata, failed) -> failure = failure == null ? failed : failure);
            } catch (KafkaException refusedAtOnce) {
                failure = refusedAtOnce;
            }
            open++;
            if (open >= FLUSH_EVERY) {
                flush();
            }
        }

        void flush() {
            producer.flush();
            open = 0;
            if (failure != null) {
                throw KafkaAnswer.failed(
                        "put all dead letters into the " + settings.names().documentsTopicsText()
                                + " again; run replay once more",
                        settings.brokers(),
                        Objects.requireNonNull(failure));
            }
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
