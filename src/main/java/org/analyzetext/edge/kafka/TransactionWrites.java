package org.analyzetext.edge.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.analyzetext.edge.kafka.OwnedCommits.OwnedCommit;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.stage.StorageGate;
import org.apache.camel.support.task.Tasks;
import org.apache.camel.support.task.budget.Budgets;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Writes transactions, and retries what can't be written now for as long as its input stays here. Thread-safe. */
final class TransactionWrites {
    /** What did not come from a topic is brought again by its own edge: any write shows that it can be written. */
    private static final String OTHER = "what did not come from a topic";

    private final TransactionalProducers producers;
    private final MissingReplicas replicas;
    private final Duration retry;
    private final StorageGate storage;

    TransactionWrites(KafkaSettings settings, StorageGate storage, BrokerClock clock) {
        this.retry = settings.retry();
        this.storage = storage;
        this.replicas = new MissingReplicas(settings);
        this.producers = new TransactionalProducers(settings, clock);
    }

    RecordShare recordShare() {
        return producers.recordShare();
    }

    /**
     * Stores what the steps of a transaction did. What can't be stored now is held here and retried, and its consumer stays in its group:
     * to read the input again would be to pay for it again.
     */
    void store(HeldRecords held, BooleanSupplier stopping) {
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

    void close() {
        producers.close();
        replicas.close();
    }
}
