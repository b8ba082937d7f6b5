package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.RecordReader;
import org.analyzetext.document.Rejected;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.edge.kafka.OwnedCommits.OwnedCommit;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchLimits;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.PackersByKey;
import org.analyzetext.job.Task;
import org.analyzetext.stage.RecordLimit;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts a take of records into batches, in the order in which the records came; documents that ask
 * for different tasks never share one. Thread-safe; a batch belongs to its consumer's thread.
 */
public final class TopicSource {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSource.class);
    /** Records of a take that are named. */
    private static final int SHOWN = 3;

    private final RecordReader reader;
    private final DocumentRules rules;
    private final BatchLimits limits;
    private final String resource;
    private final List<Task> tasks;
    private final KafkaSettings settings;
    private final Clock clock;

    public TopicSource(
            RecordReader reader,
            DocumentRules rules,
            BatchLimits limits,
            String resource,
            List<Task> tasks,
            KafkaSettings settings,
            Clock clock) {
        this.reader = reader;
        this.rules = rules;
        this.limits = limits;
        this.resource = resource;
        this.tasks = List.copyOf(tasks);
        this.settings = settings;
        this.clock = clock;
    }

    /** The batches of a take, some in each turn. */
    public List<Turn> turns(@Body List<Exchange> take) throws IOException {
        return Turn.of(batches(take), settings.consumers().submitsAtOnce());
    }

    /** The batches of a take: those that begin earlier first, so that what is whole grows with each. */
    private List<TakeBatch> batches(List<Exchange> take) throws IOException {
        Instant until = clock.instant().plus(settings.longestTake());
        List<TakeBatch.Entry> entries = entries(take);
        List<PackersByKey.Batch<List<String>, TakeBatch.Entry>> batches = packed(entries);
        IdentityHashMap<TakeBatch.Entry, Integer> batchOf = new IdentityHashMap<>();
        List<TakeBatch.Run> runs = new ArrayList<>();
        for (PackersByKey.Batch<List<String>, TakeBatch.Entry> batch : batches) {
            batch.items().forEach(entry -> batchOf.put(entry, runs.size()));
            runs.add(new TakeBatch.Run(new ArrayList<>(), batch.key()));
        }
        if (runs.isEmpty()) {
            runs.add(new TakeBatch.Run(new ArrayList<>(), List.of()));
        }
        int current = 0;
        for (TakeBatch.Entry entry : entries) {
            // A record that can't be sent goes with the document before it.
            current = batchOf.getOrDefault(entry, current);
            runs.get(current).entries().add(entry);
        }
        return entries.isEmpty() ? List.of() : TakeBatch.inOrder(runs, until);
    }

    /** The records of a take, each once: a rebalance while it is gathered makes records come again. */
    private List<TakeBatch.Entry> entries(List<Exchange> take) throws IOException {
        Map<TopicPartition, Long> last = new HashMap<>();
        List<TakeBatch.Entry> entries = new ArrayList<>();
        for (Exchange record : take) {
            TakeBatch.Entry entry = read(record.getMessage());
            OwnedCommit commit = entry.commit();
            if (commit.getRecordOffset() > last.getOrDefault(commit.getPartition(), -1L)) {
                last.put(commit.getPartition(), commit.getRecordOffset());
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The batches of the documents, one after another by their first documents. */
    private List<PackersByKey.Batch<List<String>, TakeBatch.Entry>> packed(List<TakeBatch.Entry> entries) {
        PackersByKey<List<String>, TakeBatch.Entry> packers = new PackersByKey<>(limits);
        List<PackersByKey.Batch<List<String>, TakeBatch.Entry>> batches = new ArrayList<>();
        for (TakeBatch.Entry entry : entries) {
            Document document = entry.document();
            if (document != null) {
                List<String> asked = rules.tasksOf(document);
                batches.addAll(
                        rules.isOverLong(document)
                                ? List.of(packers.alone(asked, entry))
                                : packers.add(asked, entry, rules.size(document), entry.bytes()));
            }
        }
        batches.addAll(packers.close());
        batches.sort(Comparator.comparingLong(PackersByKey.Batch::number));
        return batches;
    }

    private TakeBatch.Entry read(Message record) throws IOException {
        OwnedCommit commit = (OwnedCommit) Objects.requireNonNull(record.getHeader(KafkaConstants.MANUAL_COMMIT));
        TopicPosition position = new TopicPosition(
                commit.getPartition().topic(), commit.getPartition().partition(), commit.getRecordOffset());
        List<TakeBatch.Entry> read = new ArrayList<>();
        reader.read(position, envelope(record), record.getBody(byte[].class), new DocumentSink() {
            @Override
            public void document(Document document) throws IOException {
                int bytes = RecordLimit.bytes(document);
                if (bytes <= limits.maxBytes()) {
                    read.add(new TakeBatch.Entry(document, bytes, null, commit));
                } else {
                    rejected(RecordLimit.tooLarge(document, bytes, limits.maxBytes()));
                }
            }

            @Override
            public void rejected(Rejected rejected) {
                read.add(new TakeBatch.Entry(null, 0, rejected, commit));
            }
        });
        return read.get(0);
    }

    static Envelope envelope(Message record) {
        return envelope(
                record.getHeader(KafkaConstants.KEY, byte[].class),
                record.getHeader(KafkaConstants.HEADERS, Headers.class),
                record.getHeader(KafkaConstants.TIMESTAMP, Long.class));
    }

    static Envelope envelope(byte @Nullable [] key, @Nullable Headers headers, @Nullable Long time) {
        List<Envelope.Header> kept = headers == null
                ? List.of()
                : StreamSupport.stream(headers.spliterator(), false)
                        .map(header -> new Envelope.Header(header.key(), Envelope.encoded(header.value())))
                        .toList();
        // A record of a producer from before 0.10 has the time -1.
        return new Envelope(Envelope.encoded(key), kept, time == null || time < 0 ? null : Instant.ofEpochMilli(time));
    }

    /**
     * The turn without what another consumer takes now.
     *
     * @throws AnalyzeTextException when the take has lasted so long that the rest of it is better read again
     */
    public Turn owned(@Body Turn turn) {
        if (clock.instant().isAfter(turn.until())) {
            throw new AnalyzeTextException("the take has lasted longer than "
                    + settings.longestTake().toMillis()
                    + " ms, a quarter of analyze-text.kafka.max-poll-interval: the rest of it waits for the next");
        }
        return turn.owned();
    }

    /** The batches of the turn, to be submitted at once. */
    public List<Turn.Part> parts(Turn turn) {
        return turn.parts().stream()
                .filter(part -> !part.batch().documents().isEmpty())
                .toList();
    }

    /** The job record to submit. */
    public Batch toSubmit(Turn.Part part) {
        TakeBatch batch = part.batch();
        return Batch.of(batch.name(), resource, Task.named(tasks, batch.tasks()), batch.documents())
                .inParts(rules.parts(batch.documents()))
                .receivedAt(batch.receivedAt())
                .priority(settings.names().priority(batch.topic()));
    }

    /**
     * Notes that a batch could not be submitted.
     *
     * @param ambiguous how many of its submits got no answer; null for none
     */
    public void failed(Turn.Part part, Exception failure, @Nullable Integer ambiguous) {
        part.failed(failure, ambiguous == null ? 0 : ambiguous);
    }

    /** The batches whose records will be acknowledged. */
    public List<Turn.Part> settled(Turn turn) {
        return turn.settled();
    }

    /** The batch to keep for a later submit, because one after it was accepted; none where it was accepted itself. */
    public List<Batch> toSubmitLater(Turn.Part part) {
        return part.hasFailed()
                ? List.of(toSubmit(part)
                        .ambiguousMore(part.ambiguous())
                        .at(clock.instant().plus(settings.retry())))
                : List.of();
    }

    /** The batch's rejected records as dead letters; null when it has none. */
    public @Nullable BatchOutcome rejected(Turn.Part part) {
        TakeBatch batch = part.batch();
        if (batch.rejected().isEmpty()) {
            return null;
        }
        List<DeadLetter> letters = batch.rejected().stream()
                .map(rejected -> DeadLetter.of(rejected, null, clock.instant()))
                .toList();
        LOG.warn(
                "{} records of {} can't be sent and become dead letters: {}{}",
                letters.size(),
                batch.topic(),
                letters.stream().limit(SHOWN).map(TopicSource::place).collect(Collectors.joining(", ")),
                letters.size() > SHOWN ? ", ..." : "");
        return BatchOutcome.rejected(letters);
    }

    private static String place(DeadLetter letter) {
        TopicPosition position = (TopicPosition) letter.source();
        return letter.code() + " at " + position.partition() + ":" + position.offset();
    }

    /** Acknowledges the batches, together with their jobs and their dead letters. */
    public void commit(Turn turn) {
        turn.commit();
    }

    /** Throws the first failure of the turn, so that nothing more is taken in a hurry. */
    public void passOn(Turn turn) throws Exception {
        turn.passOn();
    }
}
