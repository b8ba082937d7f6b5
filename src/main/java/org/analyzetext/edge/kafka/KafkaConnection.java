package org.analyzetext.edge.kafka;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.config.PropertyReader;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * The way to the brokers.
 *
 * @param brokers bootstrap servers, {@code host:port} with commas
 * @param client client properties for security, by Kafka's own names
 */
record KafkaConnection(String brokers, Map<String, String> client) {
    private static final List<String> PROTOCOLS = List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final List<String> MECHANISMS = List.of("", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

    KafkaConnection {
        client = Map.copyOf(client);
    }

    /** Reads {@code kafka.brokers}, {@code kafka.security-protocol}, {@code kafka.sasl-*} and {@code kafka.ssl-*}. */
    static KafkaConnection read(PropertyReader in) {
        return new KafkaConnection(
                in.required("kafka.brokers", "the bootstrap servers, such as localhost:9092"), client(in));
    }

    /** What every client needs to connect: brokers and security; a copy to add to. */
    Map<String, Object> properties() {
        Map<String, Object> connection = new HashMap<>(client);
        connection.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers);
        return connection;
    }

    private static Map<String, String> client(PropertyReader in) {
        Map<String, String> client = new LinkedHashMap<>();
        String protocol = in.oneOf("kafka.security-protocol", PROTOCOLS);
        client.put("security.protocol", protocol);
        String mechanism = in.oneOf("kafka.sasl-mechanism", MECHANISMS);
        String username = in.text("kafka.sasl-username");
        String password = in.secret("kafka.sasl-password");
        if (protocol.startsWith("SASL_")) {
            if (mechanism.isEmpty() || username.isEmpty() || password.isEmpty()) {
                in.mistake(
                        "kafka.security-protocol",
                        "is " + protocol
                                + ", which needs analyze-text.kafka.sasl-mechanism, .sasl-username and .sasl-password");
            }
            client.put("sasl.mechanism", mechanism);
            client.put("sasl.jaas.config", login(mechanism, username, password));
        }
        put(client, "ssl.truststore.location", in.text("kafka.ssl-truststore-location"));
        put(client, "ssl.truststore.password", in.secret("kafka.ssl-truststore-password"));
        put(client, "ssl.keystore.location", in.text("kafka.ssl-keystore-location"));
        put(client, "ssl.keystore.password", in.secret("kafka.ssl-keystore-password"));
        return client;
    }

    private static void put(Map<String, String> client, String key, String value) {
        if (!value.isEmpty()) {
            client.put(key, value);
        }
    }

    private static String login(String mechanism, String username, String password) {
        String module = mechanism.startsWith("SCRAM")
                ? "org.apache.kafka.common.security.scram.ScramLoginModule"
                : "org.apache.kafka.common.security.plain.PlainLoginModule";
        return module + " required username=\"" + escaped(username) + "\" password=\"" + escaped(password) + "\";";
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Says nothing of the client's secrets. */
    @Override
    public String toString() {
        return "Kafka at " + brokers;
    }
}
