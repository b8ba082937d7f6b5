package org.analyzetext.edge.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Whether the brokers can be reached, and what they have. Nothing is changed there.
 *
 * @param problem why they can't be used, if they can't
 * @param passing whether that may go by itself, such as a broker that gives no answer
 * @param nodes how many brokers there are
 * @param topics the topics that this user may see
 */
public record BrokerCheck(Optional<String> problem, boolean passing, int nodes, Set<String> topics) {
    private static final String PATIENCE_MILLIS = "5000";

    /** Asks the brokers. */
    public static BrokerCheck of(KafkaSettings settings) {
        Map<String, Object> client = settings.connection();
        client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        try (Admin admin = Admin.create(client)) {
            int nodes = admin.describeCluster().nodes().get().size();
            return new BrokerCheck(
                    Optional.empty(),
                    false,
                    nodes,
                    Set.copyOf(admin.listTopics().names().get()));
        } catch (ExecutionException | KafkaException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            return new BrokerCheck(
                    Optional.of("can't be used: " + cause.getClass().getSimpleName() + ": " + cause.getMessage()),
                    cause instanceof RetriableException,
                    0,
                    Set.of());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new BrokerCheck(Optional.of("was not asked to the end"), true, 0, Set.of());
        }
    }
}
