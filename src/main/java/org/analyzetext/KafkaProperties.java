package org.analyzetext;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.RecordReader.ValueFormat;
import org.analyzetext.edge.kafka.KafkaSettings;

/** Reads what the Kafka edges are told. */
final class KafkaProperties {
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final List<String> PROTOCOLS = List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final List<String> MECHANISMS = List.of("", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

    private final PropertyReader in;

    private KafkaProperties(PropertyReader in) {
        this.in = in;
    }

    static KafkaSettings read(PropertyReader in) {
        KafkaProperties kafka = new KafkaProperties(in);
        in.number("kafka.linger", 1, 3_600_000);
        in.number("kafka.poll-timeout", 10, 60_000);
        in.number("kafka.session-timeout", 3_000, 3_600_000);
        String format = in.oneOf("kafka.documents-format", List.of("json", "text"));
        return new KafkaSettings(
                in.required("kafka.brokers", "the bootstrap servers, such as localhost:9092"),
                kafka.topic("kafka.documents-topic"),
                kafka.topic("kafka.jobs-topic-prefix"),
                kafka.topic("kafka.results-topic"),
                kafka.topic("kafka.dead-letters-topic"),
                in.required("kafka.group-id", "the name of the consumer group"),
                format.equals("text") ? ValueFormat.TEXT : ValueFormat.JSON,
                in.text("kafka.language-header"),
                in.flag("kafka.create-topics"),
                in.number("kafka.partitions", 1, 10_000),
                in.number("kafka.replication-factor", -1, 100),
                in.number("kafka.max-record-bytes", 1 << 20, 1 << 30),
                Duration.ofMillis(in.number("kafka.max-poll-interval", 1_000, 86_400_000)),
                Duration.ofMillis(in.number("kafka.start-timeout", 1_000, 3_600_000)),
                Duration.ofMillis(in.number("kafka.retry", 0, 3_600_000)),
                kafka.client());
    }

    private String topic(String name) {
        String topic = in.required(name, "the name of a topic");
        if (!topic.isEmpty() && !TOPIC.matcher(topic).matches()) {
            in.mistake(
                    name, "is '" + topic + "', but a topic's name has up to 200 of the characters A-Z a-z 0-9 . _ -");
        }
        return topic;
    }

    private Map<String, String> client() {
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
}
