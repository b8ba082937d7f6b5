package org.analyzetext.edge.kafka;

import java.util.concurrent.ExecutionException;
import org.analyzetext.error.AnalyzeTextException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;

/** Waits for what brokers answer, and explains a failure in plain words. */
final class KafkaAnswer {
    private KafkaAnswer() {}

    /** What the brokers answered when they were asked to do {@code what}. */
    static <T> T get(KafkaFuture<T> future, String what, String brokers) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw failed(what, brokers, failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AnalyzeTextException("stopped while trying to " + what);
        }
    }

    static AnalyzeTextException failed(String what, String brokers, Throwable cause) {
        return new AnalyzeTextException(
                "could not " + what + " at " + brokers + ": " + cause.getClass().getSimpleName() + ": "
                        + cause.getMessage()
                        + (cause instanceof TimeoutException
                                ? "; check analyze-text.kafka.brokers and analyze-text.kafka.security-protocol"
                                : ""),
                cause);
    }
}
