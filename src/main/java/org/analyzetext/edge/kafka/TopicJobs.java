package org.analyzetext.edge.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.analyzetext.document.Document;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Json;
import org.analyzetext.document.Rejected;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.edge.kafka.OwnedCommits.OwnedCommit;
import org.analyzetext.edge.kafka.TakenRecord.Next;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.NewerRecord;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.schedule.CallWait;
import org.analyzetext.service.ServiceNotReadyException;
import org.analyzetext.service.ServiceNotReadyException.Reason;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job queue in topics: job records wait in the topic of a fixed delay, and hop to another when they have to wait
 * longer. What a hop needs stands in the record's headers. Thread-safe.
 */
public final class TopicJobs {
    private static final Logger LOG = LoggerFactory.getLogger(TopicJobs.class);
    private static final String RECORD = "analyzeTextJobRecord";

    private static final int REMEMBERED = 5_000;
    /** How long a batch rests that can't be submitted now. */
    private static final Duration REST = Duration.ofSeconds(2);

    private final KafkaSettings settings;
    private final TopicTransactions transactions;
    private final Predicate<Batch> submits;
    private final Clock clock;
    private final NewerRecords newer;
    private final Set<String> handled = Collections.newSetFromMap(Collections.synchronizedMap(remembering()));

    /**
     * The queue in these topics.
     *
     * @param submits whether a batch may be submitted now
     * @param newer takes note of records for a newer release
     */
    public TopicJobs(
            KafkaSettings settings,
            TopicTransactions transactions,
            Predicate<Batch> submits,
            NewerRecords newer,
            Clock clock) {
        this.newer = newer;
        this.submits = submits;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    private static Map<String, Boolean> remembering() {
        return new LinkedHashMap<>(16, 0.75f, false) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    /** Makes the message the record of a job, for the topic that its wait asks for. */
    public void record(Exchange exchange, @Body JobRecord record) throws JsonProcessingException {
        Instant due = record.due() == null ? clock.instant() : record.due();
        if (record instanceof SubmittedJob job && job.poll() == 0) {
            transactions.accepted(job);
        }
        address(exchange.getMessage(), key(record), Json.MAPPER.writeValueAsBytes(record), due);
    }

    /** Makes a record that has to wait longer the record of its next topic, as it is. */
    public void hop(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] key = message.getHeader(KafkaConstants.KEY, byte[].class);
        byte[] body = Objects.requireNonNull(message.getBody(byte[].class));
        Instant due = JobTimes.instant(message.getHeader(JobTimes.DUE));
        if (isDue(due)) {
            leave(message, key, body);
        } else {
            address(message, key, body, due);
        }
    }

    /** For the longest delay, and in another partition: the next may be read by an instance of the newer release. */
    private void leave(Message message, byte @Nullable [] key, byte[] body) {
        OwnedCommit commit = commitOf(message);
        DelayTier tier = DelayTier.FIFTEEN_SECONDS;
        int partition = (commit.getPartition().partition() + 1)
                % commit.partitionsOf(settings.names().topic(tier));
        address(message, key, body, clock.instant().plus(tier.delay()));
        message.setHeader(KafkaConstants.PARTITION_KEY, partition);
    }

    private void address(Message message, byte @Nullable [] key, byte[] body, Instant due) {
        Instant now = clock.instant();
        DelayTier tier = DelayTier.forWait(Duration.between(now, due));
        message.removeHeaders("*");
        message.setHeader(KafkaConstants.KEY, key);
        message.setHeader(KafkaConstants.OVERRIDE_TOPIC, settings.names().topic(tier));
        message.setHeader(JobTimes.DUE, JobTimes.bytes(due));
        message.setHeader(JobTimes.UNTIL, JobTimes.bytes(due.isAfter(now) ? now.plus(tier.delay()) : now));
        message.setBody(body);
    }

    /** One loop of a job stays in one partition of each topic. */
    private static byte[] key(JobRecord record) {
        String key = record instanceof SubmittedJob job ? job.jobId() : record.name();
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** The records of a turn as messages, to be handled at once. */
    public List<Message> records(@Body List<Exchange> turn) {
        return turn.stream().map(Exchange::getMessage).toList();
    }

    /** Keeps the record as it came, for {@link #retry} and {@link #commit}; the steps work on a copy. */
    public void keep(Exchange exchange) {
        Message record = exchange.getMessage();
        exchange.setProperty(RECORD, record);
        exchange.setMessage(record.copy());
    }

    /**
     * Makes the message the record that could not be handled, to be taken again after a rest: meanwhile it blocks no other.
     */
    public void retry(Exchange exchange) throws JsonProcessingException {
        Message record = Objects.requireNonNull(exchange.getProperty(RECORD, Message.class))
                .copy();
        byte[] body = Objects.requireNonNullElse(record.getBody(byte[].class), new byte[0]);
        Instant due = clock.instant().plus(settings.retry());
        int ambiguous = Objects.requireNonNullElse(exchange.getProperty(CallWait.AMBIGUOUS, Integer.class), 0);
        if (ambiguous > 0 && read(body) instanceof Batch batch) {
            body = Json.MAPPER.writeValueAsBytes(batch.ambiguousMore(ambiguous).at(due));
        }
        exchange.setMessage(record);
        address(record, record.getHeader(KafkaConstants.KEY, byte[].class), body, due);
    }

    /** Reads a record whose wait in its topic is over, and says what is to be done with it. */
    public TakenRecord take(
            Exchange exchange, @Header(JobTimes.DUE) byte @Nullable [] due, @Body byte @Nullable [] body) {
        boolean waits = !isDue(JobTimes.instant(due)) || isOfANewerRelease(body);
        JobRecord job = waits ? null : read(body);
        return new TakenRecord(waits ? Next.HOP : next(exchange, job), job);
    }

    /** What is to be done with a record, as a text: a route compares it without a search for converters. */
    public String next(TakenRecord taken) {
        return taken.next().name();
    }

    /** The batch or job of a record. */
    public JobRecord job(TakenRecord taken) {
        return Objects.requireNonNull(taken.job());
    }

    private boolean isOfANewerRelease(byte @Nullable [] body) {
        NewerRecord record = body == null ? null : NewerRecord.read(body);
        if (record != null) {
            newer.seen(record);
        }
        return record != null;
    }

    private Next next(Exchange exchange, @Nullable JobRecord job) {
        if (job == null) {
            return Next.REJECT;
        }
        String poll = poll(job);
        if (handled.contains(poll) || !TopicTransactions.isFirst(exchange, poll)) {
            LOG.info("{}: poll {} was handled before and is dropped", job, job.poll());
            return Next.DROP;
        }
        return job instanceof Batch ? Next.SUBMIT : Next.POLL;
    }

    private boolean isDue(Instant due) {
        return DelayTier.isOver(Duration.between(clock.instant(), due));
    }

    private static @Nullable JobRecord read(byte @Nullable [] body) {
        try {
            return body == null ? null : JobRecord.read(body);
        } catch (IOException unreadable) {
            return null;
        }
    }

    /**
     * Lets a batch pass that may be submitted now, and does not let it wait where its tasks turn out to be refused.
     *
     * @throws ServiceNotReadyException when it has to rest
     */
    public void beforeSubmit(Exchange exchange, @Body Batch batch) {
        if (!submits.test(batch)) {
            throw new ServiceNotReadyException(Reason.NO_PERMIT, "nothing is submitted now", null);
        }
        exchange.setProperty(CallWait.GOES_BACK, true);
    }

    /**
     * The batch, to be taken again after a rest: meanwhile it blocks no other.
     *
     * @param ambiguous how many of its submits got no answer; null for none
     */
    public Batch later(TakenRecord taken, @Nullable Integer ambiguous) {
        return ((Batch) job(taken))
                .ambiguousMore(ambiguous == null ? 0 : ambiguous)
                .at(clock.instant().plus(REST));
    }

    /** Remembers that this poll of this job was handled, once that is kept: else it would be dropped, and lost. */
    public void remember(TakenRecord taken) {
        String poll = poll(job(taken));
        transactions.afterwards(() -> handled.add(poll));
    }

    /** A batch that is read again can hold other documents than before under the same name. */
    private static String poll(JobRecord record) {
        if (record instanceof SubmittedJob job) {
            return job.name() + " " + job.jobId() + " " + job.poll();
        }
        String sources =
                record.documents().stream().map(Document::source).toList().toString();
        return record.name() + " " + record.attempt() + " "
                + UUID.nameUUIDFromBytes(sources.getBytes(StandardCharsets.UTF_8));
    }

    /** The dead letter of a record that is no job, with its bytes. */
    public BatchOutcome unreadable(Exchange exchange) {
        Message message = exchange.getMessage();
        OwnedCommit commit = commitOf(message);
        TopicPosition position = new TopicPosition(
                commit.getPartition().topic(), commit.getPartition().partition(), commit.getRecordOffset());
        byte[] body = Objects.requireNonNullElse(message.getBody(byte[].class), new byte[0]);
        LOG.error("the record at {} is no job record and becomes a dead letter", position);
        Rejected rejected = new Rejected(
                position,
                null,
                "UnreadableJobRecord",
                "The record in the jobs topic is no job record of a version that this release knows.",
                Json.MAPPER.createObjectNode().put("rawBase64", Envelope.encoded(body)),
                ownLeftOut(TopicSource.envelope(message)));
        return BatchOutcome.rejected(List.of(DeadLetter.of(rejected, null, clock.instant())));
    }

    private static Envelope ownLeftOut(Envelope envelope) {
        return new Envelope(
                envelope.key(),
                envelope.headers().stream()
                        .filter(header -> !header.name().equals(JobTimes.DUE)
                                && !header.name().equals(JobTimes.UNTIL))
                        .toList());
    }

    /** Acknowledges the records of a turn, together with what became of them. */
    public void commit(@Body List<Exchange> turn) {
        turn.forEach(record -> commitOf(record.getMessage()).commit());
    }

    private static OwnedCommit commitOf(Message record) {
        return (OwnedCommit) Objects.requireNonNull(record.getHeader(KafkaConstants.MANUAL_COMMIT));
    }
}
