package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.analyzetext.edge.kafka.OwnedCommits.OwnedCommit;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.schedule.CallWait;
import org.analyzetext.stage.StorageGate;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.TransactedPolicy;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction of Kafka around the steps of a route: what they write to topics and what they acknowledge is held until
 * the steps are done, and then written all together or not at all. So an input is acknowledged exactly when what became
 * of it is kept. It is open for as long as the writing takes, not for as long as a call of the service does. Steps within
 * steps join the outer transaction. Those that run on other threads are parts of it: what a part did is in the transaction
 * exactly when the part has succeeded. Thread-safe; a transaction belongs to the thread that runs its steps.
 */
public final class TopicTransactions extends ServiceSupport implements TransactedPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTransactions.class);

    /** The transaction of an exchange, for the copies of it that run on other threads. */
    private static final String TRANSACTION = "analyzeTextTransaction";

    @SuppressWarnings("ThreadLocalUsage") // of this pipeline, not of the process: a host can have several
    private final ThreadLocal<@Nullable HeldRecords> current = new ThreadLocal<>();

    private final TransactionWrites writes;
    private final Duration retry;
    private final StorageGate storage;
    private final RunCounters counters;
    private final Duration longestCall;

    /**
     * Transactions of these topics.
     *
     * @param storage learns what can't be stored
     * @param counters counts which submits may be paid for twice
     * @param longestCall how long parts of a transaction that are done wait for the others
     * @param clock learns the brokers' time
     */
    public TopicTransactions(
            KafkaSettings settings,
            StorageGate storage,
            RunCounters counters,
            Duration longestCall,
            BrokerClock clock) {
        this.longestCall = longestCall;
        this.retry = settings.retry();
        this.storage = storage;
        this.counters = counters;
        this.writes = new TransactionWrites(settings, storage, clock);
    }

    /** What is known of the jobs topics' offsets. */
    RecordShare recordShare() {
        return writes.recordShare();
    }

    /** How long records that could not be handled rest before they are read again. */
    public long retryMillis() {
        return retry.toMillis();
    }

    @Override
    public void beforeWrap(Route route, NamedNode steps) {
        // The steps stay as they are.
    }

    /** Camel moves all steps of the route into the transaction, those that stand behind it to its beginning. */
    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> run(exchange, steps);
    }

    private void run(Exchange exchange, Processor steps) throws Exception {
        if (current.get() != null) {
            steps.process(exchange);
            return;
        }
        HeldRecords outer = exchange.getProperty(TRANSACTION, HeldRecords.class);
        if (outer == null) {
            runWhole(exchange, steps);
        } else {
            runPart(exchange, steps, outer);
        }
    }

    private void runPart(Exchange exchange, Processor steps, HeldRecords outer) throws Exception {
        HeldRecords held = new HeldRecords();
        // One part that takes long does not keep what the others did from being stored.
        exchange.setProperty(CallWait.WAITED_FOR, (BooleanSupplier) () -> outer.hasWaited(longestCall));
        boolean included = false;
        current.set(held);
        try {
            steps.process(exchange);
            included = exchange.getException() == null && outer.include(held);
        } finally {
            current.remove();
            exchange.removeProperty(CallWait.WAITED_FOR);
            outer.partDone();
            if (!included) {
                held.accepted().forEach(this::lost);
            }
        }
    }

    private void runWhole(Exchange exchange, Processor steps) throws Exception {
        HeldRecords held = new HeldRecords();
        current.set(held);
        exchange.setProperty(TRANSACTION, held);
        try {
            steps.process(exchange);
        } finally {
            current.remove();
            exchange.removeProperty(TRANSACTION);
            held.close();
        }
        boolean stored = false;
        try {
            if (exchange.getException() == null) {
                writes.store(held, exchange.getContext()::isStopping);
                stored = true;
                held.runAfterwards();
            }
        } finally {
            if (!stored) {
                held.accepted().forEach(this::lost);
            }
        }
    }

    private void lost(SubmittedJob job) {
        counters.ambiguous();
        LOG.warn(
                "ambiguous submit: job {} of batch {} was accepted, but could not be stored; its {} documents are"
                        + " submitted again",
                job.jobId(),
                job.name(),
                job.size());
    }

    /** Holds up a consumer of documents while something can't be stored; it stays in its group. */
    public void awaitStorage(CamelContext context, @Body Turn turn) {
        boolean stays = true;
        while (stays
                && !storage.isOpen()
                && !context.isStopping()
                && !Thread.currentThread().isInterrupted()) {
            stays = turn.stay();
        }
    }

    /**
     * Whether a record is the first of its kind in the transaction of an exchange. Another one can be dropped: should the
     * first fail, it is kept for another attempt.
     */
    static boolean isFirst(Exchange exchange, String kind) {
        HeldRecords whole = exchange.getProperty(TRANSACTION, HeldRecords.class);
        return whole == null || whole.claim(kind);
    }

    /** The service has accepted this job: should it not be stored, it is counted as ambiguous. */
    void accepted(SubmittedJob job) {
        HeldRecords held = current.get();
        if (held != null) {
            held.accepted(job);
        }
    }

    /** Sees whether a topic can be written to, and what time it is at the brokers. */
    void probe(String topic, Duration limit) {
        writes.probe(topic, limit);
    }

    /** Takes a record into this thread's transaction; writes it alone where there is none. */
    void write(ProducerRecord<byte[], byte[]> record) {
        HeldRecords held = current.get();
        if (held != null) {
            held.add(record);
        } else {
            HeldRecords alone = new HeldRecords();
            alone.add(record);
            writes.store(alone, () -> false);
        }
    }

    /** Takes an acknowledgement into this thread's transaction; false when it has none. */
    boolean hold(OwnedCommit commit) {
        HeldRecords held = current.get();
        if (held != null) {
            held.acknowledge(commit);
        }
        return held != null;
    }

    /** Does this once this thread's transaction is committed; at once when it has none. */
    void afterwards(Runnable step) {
        HeldRecords held = current.get();
        if (held == null) {
            step.run();
        } else {
            held.afterwards(step);
        }
    }

    @Override
    protected void doStop() {
        writes.close();
    }
}
