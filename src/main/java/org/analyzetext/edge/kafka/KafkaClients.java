package org.analyzetext.edge.kafka;

import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;

/** The Kafka component of our own: brokers and security stand here, so that the host's component stays as it is. */
final class KafkaClients {
    /** The scheme under which the routes reach it. */
    public static final String SCHEME = "analyze-text-kafka";

    private static final String BYTES_OUT = "org.apache.kafka.common.serialization.ByteArraySerializer";
    private static final String BYTES_IN = "org.apache.kafka.common.serialization.ByteArrayDeserializer";

    private KafkaClients() {}

    /**
     * The component for these settings. Consumers read bytes, because a string would hide a wrong encoding; producers
     * and commits join the transaction of their thread.
     */
    public static KafkaComponent component(
            CamelContext context, KafkaSettings settings, TopicTransactions transactions) {
        KafkaConfiguration configuration = new KafkaConfiguration();
        configuration.setBrokers(settings.brokers());
        configuration.setKeySerializer(BYTES_OUT);
        configuration.setValueSerializer(BYTES_OUT);
        configuration.setKeyDeserializer(BYTES_IN);
        configuration.setValueDeserializer(BYTES_IN);
        settings.client().forEach(configuration.getAdditionalProperties()::put);
        KafkaComponent component = new KafkaComponent(context);
        component.setConfiguration(configuration);
        component.setKafkaManualCommitFactory(new OwnedCommits(transactions));
        component.setKafkaClientFactory(new RouteClients(transactions, settings));
        return component;
    }
}
