package org.analyzetext.edge.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.analyzetext.edge.EdgeCheck;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/** Tries out whether the brokers can be reached, and has a look at what they have. Nothing is changed there. */
final class BrokerCheck {
    private static final String PATIENCE_MILLIS = "5000";

    private BrokerCheck() {}

    /** Asks the brokers, and for these topics. */
    static List<EdgeCheck> of(KafkaSettings settings, List<String> topics) {
        String what = "brokers " + settings.brokers();
        Map<String, Object> client = settings.connection().properties();
        client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        try (Admin admin = Admin.create(client)) {
            List<EdgeCheck> checks = new ArrayList<>();
            int nodes = admin.describeCluster().nodes().get().size();
            Set<String> known = admin.listTopics().names().get();
            checks.add(EdgeCheck.good(what, nodes + " answer"));
            topics.forEach(topic -> checks.add(
                    topic(topic, known.contains(topic), settings.newTopics().created())));
            return checks;
        } catch (ExecutionException | KafkaException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            String problem = "can't be used: " + cause.getClass().getSimpleName() + ": " + cause.getMessage();
            return List.of(
                    cause instanceof RetriableException
                            ? EdgeCheck.passing(what, problem)
                            : EdgeCheck.mistake(what, problem));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of(EdgeCheck.passing(what, "was not asked to the end"));
        }
    }

    private static EdgeCheck topic(String topic, boolean there, boolean created) {
        String what = "topic " + topic;
        if (there || created) {
            return EdgeCheck.good(what, there ? "exists" : "is created at the start");
        }
        return EdgeCheck.mistake(what, "is missing; create it, or set analyze-text.kafka.create-topics=true");
    }
}
