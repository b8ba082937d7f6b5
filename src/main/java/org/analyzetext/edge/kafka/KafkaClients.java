package org.analyzetext.edge.kafka;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.PollOnError;

/** The Kafka component of our own: brokers and security stand here, so that the host's component stays as it is. */
final class KafkaClients {
    /** The scheme under which the routes reach it. */
    public static final String SCHEME = "analyze-text-kafka";

    private static final String BYTES_OUT = "org.apache.kafka.common.serialization.ByteArraySerializer";
    private static final String BYTES_IN = "org.apache.kafka.common.serialization.ByteArrayDeserializer";

    private KafkaClients() {}

    /** How often a consumer sends its group a heartbeat. */
    private static final int HEARTBEAT_MS = 1_000;
    /** A commit waits for the end of a transaction that is still open. */
    private static final long COMMIT_TIMEOUT_MS = 30_000;

    /**
     * Adds the component for these settings. What stands here holds for every route, because with any other value
     * documents get lost or are paid for twice; a route says only what is its own.
     *
     * @param scheme its name in the pipeline's routes
     * @param clock the brokers' time, by which jobs wait
     * @param share learns what the consumers have of the partitions
     */
    public static void addComponent(
            CamelContext context,
            String scheme,
            KafkaSettings settings,
            TopicTransactions transactions,
            Clock clock,
            GroupShare share) {
        TopicComponent component = new TopicComponent();
        context.addComponent(scheme, component);
        if (!scheme.equals(SCHEME)) {
            // That of the pipeline without a name stands in META-INF/services.
            context.getRegistry().bind(scheme + "-uris", new TopicUris());
        }
        // After it was added: then Spring Boot's camel-kafka-starter sets its own defaults in every component of this
        // type.
        component.setConfiguration(configuration(settings));
        component.setKafkaManualCommitFactory(new OwnedCommits(transactions));
        component.setKafkaClientFactory(new RouteClients(transactions, settings, clock, share, context::isStopping));
        component.connected();
    }

    private static KafkaConfiguration configuration(KafkaSettings settings) {
        KafkaConfiguration configuration = new KafkaConfiguration();
        configuration.setBrokers(settings.brokers());
        settings.client().forEach(configuration.getAdditionalProperties()::put);
        consumers(configuration);
        producers(configuration);
        return configuration;
    }

    /** A record counts as read once its route has committed it; after a failure all that is not committed is read again. */
    private static void consumers(KafkaConfiguration configuration) {
        // A string would hide a wrong encoding.
        configuration.setKeyDeserializer(BYTES_IN);
        configuration.setValueDeserializer(BYTES_IN);
        configuration.setIsolationLevel("read_committed");
        configuration.setAutoCommitEnable(false);
        configuration.setAllowManualCommit(true);
        configuration.setBreakOnFirstError(true);
        // Camel's default continues behind the records that were gathered before the error.
        configuration.setPollOnError(PollOnError.RECONNECT);
        configuration.setCommitTimeoutMs(COMMIT_TIMEOUT_MS);
        configuration.setHeartbeatIntervalMs(HEARTBEAT_MS);
    }

    /** A record joins the transaction of its thread, and none is waited for alone. */
    private static void producers(KafkaConfiguration configuration) {
        configuration.setKeySerializer(BYTES_OUT);
        configuration.setValueSerializer(BYTES_OUT);
        configuration.setSynchronous(true);
        configuration.setRecordMetadata(false);
        // Else the records of a list lose their keys and headers.
        configuration.setBatchWithIndividualHeaders(true);
    }
}
