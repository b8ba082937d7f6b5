package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.analyzetext.edge.kafka.OwnedCommits.OwnedCommit;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.stage.StorageGate;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.TransactedPolicy;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.support.task.Tasks;
import org.apache.camel.support.task.budget.Budgets;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transaction of Kafka around the steps of a route: what they write to topics and what they acknowledge is held until
 * the steps are done, and then written all together or not at all. So an input is acknowledged exactly when what became
 * of it is kept. It is open for as long as the writing takes, not for as long as a call of the service does. Steps within
 * steps join the outer transaction. Thread-safe; a transaction belongs to the thread that runs its steps.
 */
public final class TopicTransactions extends ServiceSupport implements TransactedPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTransactions.class);

    /** What did not come from a topic is brought again by its own edge: any write shows that it can be written. */
    private static final String OTHER = "what did not come from a topic";

    @SuppressWarnings("ThreadLocalUsage") // of this pipeline, not of the process: a host can have several
    private final ThreadLocal<@Nullable HeldRecords> current = new ThreadLocal<>();

    private final TransactionalProducers producers;
    private final MissingReplicas replicas;
    private final Duration retry;
    private final StorageGate storage;
    private final RunCounters counters;

    /**
     * Transactions of these topics.
     *
     * @param storage learns what can't be stored
     * @param counters counts which submits may be paid for twice
     * @param clock learns the brokers' time
     */
    public TopicTransactions(KafkaSettings settings, StorageGate storage, RunCounters counters, BrokerClock clock) {
        this.retry = settings.retry();
        this.storage = storage;
        this.counters = counters;
        this.replicas = new MissingReplicas(settings);
        this.producers = new TransactionalProducers(settings, clock);
    }

    /** How long records that could not be handled rest before they are read again. */
    public long retryMillis() {
        return retry.toMillis();
    }

    @Override
    public void beforeWrap(Route route, NamedNode steps) {
        // The steps stay as they are.
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> run(exchange, steps);
    }

    private void run(Exchange exchange, Processor steps) throws Exception {
        if (current.get() != null) {
            steps.process(exchange);
            return;
        }
        HeldRecords held = new HeldRecords();
        current.set(held);
        try {
            steps.process(exchange);
        } finally {
            current.remove();
        }
        boolean stored = false;
        try {
            if (exchange.getException() == null) {
                store(held, exchange.getContext()::isStopping);
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

    /**
     * Stores what the steps did. What can't be stored now is held here and retried, and its consumer stays in its group:
     * to read the input again would be to pay for it again.
     */
    private void store(HeldRecords held, BooleanSupplier stopping) {
        if (held.records().isEmpty()) {
            held.acknowledged().forEach(OwnedCommit::commitAlone);
            return;
        }
        boolean stays = !held.acknowledged().isEmpty();
        String what = stays ? held.toString() : OTHER;
        AnalyzeTextException failure = attempt(what, held);
        try {
            while (failure != null) {
                boolean moved = failure.getCause() instanceof CommitFailedException;
                boolean goOn = stays && held.rest(moved ? Duration.ZERO : retry, stopping);
                failure = retried(what, held, failure, goOn);
            }
        } finally {
            if (stays) {
                storage.stored(what);
            }
        }
        storage.stored(OTHER);
        held.acknowledged().forEach(OwnedCommit::committed);
    }

    private @Nullable AnalyzeTextException retried(
            String what, HeldRecords held, AnalyzeTextException failure, boolean goOn) {
        try {
            if (held.holds()) {
                return null;
            }
            if (!goOn || held.isLost()) {
                throw failure;
            }
        } catch (KafkaException notKnown) {
            if (!goOn) {
                throw failure;
            }
            return failure;
        }
        return attempt(what, held);
    }

    /** Why it could not be stored; null when it was. */
    private @Nullable AnalyzeTextException attempt(String what, HeldRecords held) {
        try {
            producers.write(held);
            return null;
        } catch (CommitFailedException given) {
            return new AnalyzeTextException(
                    "while they were worked on, " + held.offsets().keySet()
                            + " were given to another consumer: it does this work again, and nothing of it was kept here",
                    given);
        } catch (AuthorizationException refused) {
            storage.failed(what, refused);
            return new AnalyzeTextException(
                    "may not write: " + refused.getMessage()
                            + "; needed are write on the jobs, results and dead-letters"
                            + " topics, read on the groups, and write and describe on transactional ids that begin with "
                            + producers.prefix(),
                    refused);
        } catch (KafkaException refused) {
            KafkaException failed = replicas.explain(refused);
            storage.failed(what, failed);
            return new AnalyzeTextException(
                    "could not keep " + what + ": " + failed.getClass().getSimpleName() + ": " + failed.getMessage(),
                    failed);
        }
    }

    /** Holds up a consumer of documents while something can't be stored; it stays in its group. */
    public void awaitStorage(CamelContext context, @Body TakeBatch batch) {
        boolean stays = true;
        while (stays
                && !storage.isOpen()
                && !context.isStopping()
                && !Thread.currentThread().isInterrupted()) {
            stays = batch.stay();
        }
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
        AtomicReference<@Nullable KafkaException> failure = new AtomicReference<>();
        Tasks.foregroundTask()
                .withName("analyze-text-probe")
                .withBudget(Budgets.iterationTimeBudget()
                        .withMaxDuration(limit)
                        .withInterval(Duration.ofMillis(100))
                        .build())
                .build()
                .run(null, () -> {
                    failure.set(probed(topic));
                    return !(failure.get() instanceof RetriableException);
                });
        KafkaException failed = failure.get();
        if (failed != null) {
            throw new AnalyzeTextException(
                    "could not write to " + topic + ": " + failed.getClass().getSimpleName() + ": "
                            + failed.getMessage(),
                    failed);
        }
    }

    private @Nullable KafkaException probed(String topic) {
        try {
            producers.probe(topic);
            return null;
        } catch (KafkaException failed) {
            return failed;
        }
    }

    /** Takes a record into this thread's transaction; writes it alone where there is none. */
    void write(ProducerRecord<byte[], byte[]> record) {
        HeldRecords held = current.get();
        if (held != null) {
            held.add(record);
        } else {
            HeldRecords alone = new HeldRecords();
            alone.add(record);
            store(alone, () -> false);
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
        producers.close();
        replicas.close();
    }
}
