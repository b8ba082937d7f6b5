package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.analyzetext.account.Account;
import org.analyzetext.account.AccountBuilder;
import org.analyzetext.account.Answers;
import org.analyzetext.account.Window;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.error.AnalyzeTextException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The account of the topics of documents, all together, from the positions in the topics themselves. What moves while it
 * reads is seen at least once, because it reads in the direction in which documents go: first what the topics and groups
 * had, then the job records, then the answers.
 */
final class TopicAccount {
    private final KafkaSettings settings;
    private final Window window;
    private final List<String> remarks = new ArrayList<>();

    /**
     * Makes up accounts.
     *
     * @param window the documents that count, by the time of their records
     */
    public TopicAccount(KafkaSettings settings, Window window) {
        this.settings = settings;
        this.window = window;
    }

    /**
     * The account of the topic as it is now.
     *
     * @param files results and dead letters where they are files; null where they are in topics
     * @throws AnalyzeTextException when a broker can't be asked, or there is no such topic
     */
    public Account account(Answers.@Nullable Place files) throws IOException {
        try (TopicReader reader = new TopicReader(settings)) {
            List<TopicPartition> partitions = reader.documents(settings.names());
            Map<TopicPartition, Long> from = from(reader, partitions);
            Map<TopicPartition, Long> ends = reader.ends(partitions);
            Map<TopicPartition, OffsetAndMetadata> next = reader.committed(settings.names());
            Map<TopicPartition, Long> taken = new HashMap<>();
            next.forEach((partition, offset) -> taken.put(partition, offset.offset()));
            long deletedDocuments = deletedUnread(reader, partitions, next, 0, "documents");
            List<TopicPartition> tiers = reader.partitions(settings.names().jobsTopics());
            Map<TopicPartition, OffsetAndMetadata> nextJobs =
                    reader.committed(settings.names().jobsGroup());
            // The mark of the last transaction is behind what was read last.
            long deletedJobs = deletedUnread(reader, tiers, nextJobs, 1, "job records");
            Map<TopicPartition, Long> open = unacknowledged(reader, tiers, nextJobs);
            Map<TopicPartition, Long> jobEnds = reader.ends(tiers);
            Answers answers = files == null ? new TopicAnswers(reader, settings) : files.now();

            AccountBuilder ledger =
                    new AccountBuilder(String.join(", ", settings.names().documentsTopics()), begins(from));
            reader.read(from, ends, record -> document(record, taken, ledger));
            ledger.enter((result, deadLetter, job) -> {
                answers.results(result);
                answers.deadLetters(deadLetter);
                reader.read(open, jobEnds, record -> job.read(TopicAnswers.value(record.value())));
            });
            if (window.from() == null) {
                ledger.deletedUnread(deletedDocuments, deletedJobs);
            }
            remarks.addAll(answers.remarks());
            remarks.addAll(reader.remarks());
            return ledger.account(remarks);
        }
    }

    /** By topic and partition, as the account has them, which knows no Kafka. */
    private Map<String, Map<Integer, Long>> begins(Map<TopicPartition, Long> from) {
        Map<String, Map<Integer, Long>> begins = new HashMap<>();
        settings.names().documentsTopics().forEach(topic -> begins.put(topic, new HashMap<>()));
        from.forEach((partition, offset) -> begins.computeIfAbsent(partition.topic(), any -> new HashMap<>())
                .put(partition.partition(), offset));
        return begins;
    }

    private Map<TopicPartition, Long> from(TopicReader reader, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = reader.begins(partitions);
        Map<TopicPartition, Long> from = window.from() == null ? begins : reader.since(partitions, window.from());
        new TreeMap<>(begins.entrySet().stream()
                        .filter(begin ->
                                begin.getValue() > 0 && begin.getValue().equals(from.get(begin.getKey())))
                        .collect(java.util.stream.Collectors.toMap(
                                begin -> begin.getKey().toString(), Map.Entry::getValue)))
                .forEach((partition, begin) -> remarks.add(partition + " begins at offset " + begin
                        + ": older documents were deleted (retention), and are not in this account"));
        for (String topic : settings.names().documentsTopics()) {
            if (reader.isCompacted(topic)) {
                remarks.add(topic + " is compacted: documents whose key came again may be gone");
            }
        }
        return from;
    }

    private void document(
            ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> taken, AccountBuilder ledger) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        TopicPosition original = Replay.original(record.headers());
        if (original != null) {
            ledger.replayed(original);
        }
        if (window.contains(Instant.ofEpochMilli(record.timestamp()))) {
            ledger.document(
                    new TopicPosition(record.topic(), record.partition(), record.offset()),
                    record.offset() < taken.getOrDefault(partition, 0L),
                    original != null);
        }
    }

    /** How many records were deleted before the group came to them: those noted with its offsets, and since then. */
    private long deletedUnread(
            TopicReader reader,
            List<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> next,
            long marks,
            String what) {
        Map<TopicPartition, Long> begins = reader.begins(partitions);
        long all = 0;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata at = next.get(partition);
            long gap = at == null ? 0 : Objects.requireNonNull(begins.get(partition)) - at.offset();
            long deleted = LostPlace.deletedUnread(at) + (gap > marks ? gap : 0);
            if (deleted > 0) {
                remarks.add("up to " + deleted + " " + what + " of " + partition
                        + " were deleted before they were read (retention): it does not add up without them");
            }
            all += deleted;
        }
        return all;
    }

    /** Where the job records begin that no instance is done with. */
    private static Map<TopicPartition, Long> unacknowledged(
            TopicReader reader, List<TopicPartition> tiers, Map<TopicPartition, OffsetAndMetadata> next) {
        Map<TopicPartition, Long> open = reader.begins(tiers);
        open.replaceAll((partition, begin) -> {
            OffsetAndMetadata at = next.get(partition);
            return at == null ? begin : Math.max(begin, at.offset());
        });
        return open;
    }
}
