package org.analyzetext.kafka;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.analyzetext.AnalyzeTextException;
import org.analyzetext.batch.BatchLimits;
import org.analyzetext.batch.Packer;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Json;
import org.analyzetext.document.RecordReader;
import org.analyzetext.document.Rejected;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Task;
import org.analyzetext.kafka.OwnedCommits.OwnedCommit;
import org.analyzetext.result.DeadLetter;
import org.analyzetext.result.Outcome;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a take of records into portions of one batch each, in the order in which the records came. Thread-safe; a
 * portion belongs to its consumer's thread.
 */
public final class TopicSource {
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

    /** The portions of a take. */
    public List<Portion> portions(@Body List<Exchange> take) throws IOException {
        Instant until = clock.instant().plus(settings.longestTake());
        List<Portion> portions = new ArrayList<>();
        List<Portion.Entry> open = new ArrayList<>();
        Packer<Document> packer = new Packer<>(limits);
        int bytes = 0;
        for (Exchange record : take) {
            Portion.Entry entry = read(record.getMessage());
            Document document = entry.document();
            boolean alone = document != null && rules.isOverLong(document);
            if (document != null) {
                int size = size(document);
                boolean full = (alone || bytes + size > settings.maxBatchBytes())
                        && !packer.close().isEmpty();
                full |= !alone && !packer.add(document, rules.size(document)).isEmpty();
                if (full) {
                    portions.add(new Portion(open, until));
                    open = new ArrayList<>();
                    bytes = 0;
                }
                bytes += size;
            }
            open.add(entry);
            if (alone) {
                portions.add(new Portion(open, until));
                open = new ArrayList<>();
                bytes = 0;
            }
        }
        if (!open.isEmpty()) {
            portions.add(new Portion(open, until));
        }
        return portions;
    }

    /** The bytes that a document takes in a job record, with everything that travels with it. */
    private static int size(Document document) throws IOException {
        return Json.MAPPER.writeValueAsBytes(document).length;
    }

    private Portion.Entry read(Message record) throws IOException {
        OwnedCommit commit = (OwnedCommit) Objects.requireNonNull(record.getHeader(KafkaConstants.MANUAL_COMMIT));
        TopicPosition position = new TopicPosition(
                commit.getPartition().topic(), commit.getPartition().partition(), commit.getRecordOffset());
        List<Portion.Entry> read = new ArrayList<>();
        reader.read(position, envelope(record), record.getBody(byte[].class), new DocumentSink() {
            @Override
            public void document(Document document) throws IOException {
                int size = size(document);
                if (size > settings.maxBatchBytes()) {
                    rejected(tooLarge(document, size));
                } else {
                    read.add(new Portion.Entry(document, null, commit));
                }
            }

            @Override
            public void rejected(Rejected rejected) {
                read.add(new Portion.Entry(null, rejected, commit));
            }
        });
        return read.get(0);
    }

    /** Submitted, it could not be kept as a job, and would be paid for again and again. */
    private Rejected tooLarge(Document document, int size) {
        return new Rejected(
                document.source(),
                document.id(),
                "RecordTooLarge",
                "The document takes " + size
                        + " bytes in a job record, with its metadata, key and headers, but at most "
                        + settings.maxBatchBytes() + " are allowed; see analyze-text.kafka.max-record-bytes.",
                Json.MAPPER.createObjectNode().put("bytes", size),
                document.envelope());
    }

    static Envelope envelope(Message record) {
        Headers headers = record.getHeader(KafkaConstants.HEADERS, Headers.class);
        List<Envelope.Header> kept = headers == null
                ? List.of()
                : StreamSupport.stream(headers.spliterator(), false)
                        .map(header -> new Envelope.Header(header.key(), Envelope.encoded(header.value())))
                        .toList();
        byte @Nullable [] key = record.getHeader(KafkaConstants.KEY, byte[].class);
        return new Envelope(Envelope.encoded(key), kept);
    }

    /**
     * The portion without what another consumer takes now.
     *
     * @throws AnalyzeTextException when the take has lasted so long that the rest of it is better read again
     */
    public Portion owned(@Body Portion portion) {
        if (clock.instant().isAfter(portion.until())) {
            throw new AnalyzeTextException("the take has lasted longer than "
                    + settings.longestTake().toMillis()
                    + " ms, a quarter of analyze-text.kafka.max-poll-interval: the rest of it waits for the next");
        }
        return portion.owned();
    }

    /** The portion's batch, to submit. */
    public JobRecord batch(Portion portion) {
        return JobRecord.toSubmit(portion.name(), resource, tasks, portion.documents())
                .inParts(rules.parts(portion.documents()));
    }

    /** The portion's rejected records as dead letters. */
    public Outcome rejected(Portion portion) {
        List<DeadLetter> letters = portion.rejected().stream()
                .map(rejected -> DeadLetter.of(rejected, clock.instant()))
                .toList();
        return Outcome.rejected(letters);
    }

    /** Acknowledges the portion, together with its job and its dead letters. */
    public void commit(Portion portion) {
        portion.commit();
    }
}
