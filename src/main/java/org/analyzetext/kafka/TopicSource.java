package org.analyzetext.kafka;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.analyzetext.batch.BatchLimits;
import org.analyzetext.batch.Packer;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.Envelope;
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
    private final Clock clock;

    public TopicSource(
            RecordReader reader,
            DocumentRules rules,
            BatchLimits limits,
            String resource,
            List<Task> tasks,
            Clock clock) {
        this.reader = reader;
        this.rules = rules;
        this.limits = limits;
        this.resource = resource;
        this.tasks = List.copyOf(tasks);
        this.clock = clock;
    }

    /** The portions of a take. */
    public List<Portion> portions(@Body List<Exchange> take) throws IOException {
        List<Portion> portions = new ArrayList<>();
        List<Portion.Entry> open = new ArrayList<>();
        Packer<Document> packer = new Packer<>(limits);
        for (Exchange record : take) {
            Portion.Entry entry = read(record.getMessage());
            Document document = entry.document();
            if (document != null && !packer.add(document, rules.size(document)).isEmpty()) {
                portions.add(new Portion(open));
                open = new ArrayList<>();
            }
            open.add(entry);
        }
        if (!open.isEmpty()) {
            portions.add(new Portion(open));
        }
        return portions;
    }

    private Portion.Entry read(Message record) throws IOException {
        OwnedCommit commit = (OwnedCommit) Objects.requireNonNull(record.getHeader(KafkaConstants.MANUAL_COMMIT));
        TopicPosition position = new TopicPosition(
                commit.getPartition().topic(), commit.getPartition().partition(), commit.getRecordOffset());
        List<Portion.Entry> read = new ArrayList<>();
        reader.read(position, envelope(record), record.getBody(byte[].class), new DocumentSink() {
            @Override
            public void document(Document document) {
                read.add(new Portion.Entry(document, null, commit));
            }

            @Override
            public void rejected(Rejected rejected) {
                read.add(new Portion.Entry(null, rejected, commit));
            }
        });
        return read.get(0);
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

    /** The portion without what another consumer takes now. */
    public Portion owned(@Body Portion portion) {
        return portion.owned();
    }

    /** The portion's batch, to submit. */
    public JobRecord batch(Portion portion) {
        return JobRecord.toSubmit(portion.name(), resource, tasks, portion.documents());
    }

    /** The portion's rejected records as dead letters. */
    public Outcome rejected(Portion portion) {
        JobRecord none = JobRecord.toSubmit("rejected", resource, tasks, List.of());
        List<DeadLetter> letters = portion.rejected().stream()
                .map(rejected -> DeadLetter.of(rejected, clock.instant()))
                .toList();
        return new Outcome(none, List.of(), letters, List.of());
    }

    /** Acknowledges the portion. */
    public void commit(Portion portion) {
        portion.commit();
    }
}
