package org.analyzetext.kafka;

import org.analyzetext.AnalyzeTextException;
import org.analyzetext.kafka.OwnedCommits.OwnedCommit;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.TransactedPolicy;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of Kafka around the steps of a route: what they write to topics and what they acknowledge is held until
 * the steps are done, and then written all together or not at all. So an input is acknowledged exactly when what became
 * of it is kept. It is open for as long as the writing takes, not for as long as a call of the service does. Steps within
 * steps join the outer transaction. Thread-safe; a transaction belongs to the thread that runs its steps.
 */
public final class TopicTransactions extends ServiceSupport implements TransactedPolicy {
    @SuppressWarnings("ThreadLocalUsage") // of this pipeline, not of the process: a host can have several
    private final ThreadLocal<@Nullable HeldRecords> current = new ThreadLocal<>();

    private final TransactionalProducers producers;

    public TopicTransactions(KafkaSettings settings) {
        this.producers = new TransactionalProducers(settings);
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
        if (exchange.getException() == null) {
            commit(held);
            held.runAfterwards();
        }
    }

    private void commit(HeldRecords held) {
        if (held.records().isEmpty()) {
            held.acknowledged().forEach(OwnedCommit::commitAlone);
            return;
        }
        try {
            producers.write(held);
            held.acknowledged().forEach(OwnedCommit::committed);
        } catch (CommitFailedException given) {
            throw new AnalyzeTextException(
                    "while they were worked on, " + held.offsets().keySet()
                            + " were given to another consumer: it does this work again, and nothing of it was kept here",
                    given);
        } catch (AuthorizationException refused) {
            throw new AnalyzeTextException(
                    "may not write: " + refused.getMessage()
                            + "; needed are write on the jobs, results and dead-letters"
                            + " topics, read on the groups, and write and describe on transactional ids that begin with "
                            + producers.prefix(),
                    refused);
        } catch (KafkaException failed) {
            throw new AnalyzeTextException(
                    "could not keep what became of " + held.offsets() + ": "
                            + failed.getClass().getSimpleName() + ": " + failed.getMessage(),
                    failed);
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
            commit(alone);
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
    }
}
