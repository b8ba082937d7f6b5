package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.analyzetext.document.RecordReader.ValueFormat;
import org.analyzetext.job.Priority;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.process.WorkingFolder;
import org.analyzetext.stage.StorageGate;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/** One broker for all test classes of a process that do not kill it, started when the first of them asks. */
final class SharedBroker implements BeforeAllCallback {
    private static Topics topics;
    private static String address;

    static Topics topics() {
        return topics;
    }

    static String address() {
        return address;
    }

    /** Topics and groups that begin with a name, on this broker. */
    static KafkaSettings settings(String name, boolean createTopics) {
        return settings(
                name + "-documents", name + "-jobs", name + "-results", name + "-dead", name + "-group", createTopics);
    }

    /** A process with topics and groups that begin with a name, on this broker. */
    static WorkingFolder instance(Path root, String name, URI endpoint) throws IOException {
        return KafkaKillCampaign.instance(root, address, endpoint)
                .with("kafka.documents-topic", name + "-documents")
                .with("kafka.jobs-topic-prefix", name + "-jobs")
                .with("kafka.results-topic", name + "-results")
                .with("kafka.dead-letters-topic", name + "-dead")
                .with("kafka.group-id", name + "-group");
    }

    /** These topics and this group, on this broker. */
    static KafkaSettings settings(
            String documents, String jobs, String results, String deadLetters, String group, boolean createTopics) {
        return new KafkaSettings(
                new KafkaConnection(address, Map.of()),
                new KafkaNames(Map.of(Priority.NORMAL, documents), jobs, results, deadLetters, group),
                new KafkaSettings.Documents(ValueFormat.JSON, "language"),
                new KafkaSettings.NewTopics(createTopics, 3, -1),
                8 << 20,
                new KafkaSettings.Consumers(1, 1, 500, 1, 1),
                Duration.ofSeconds(310),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }

    /** Transactions of their own. */
    static TopicTransactions transactions(KafkaSettings settings) {
        return transactions(settings, new RunCounters());
    }

    /** The same, which count here. */
    static TopicTransactions transactions(KafkaSettings settings, RunCounters counters) {
        return new TopicTransactions(
                settings,
                new StorageGate(settings.retry()),
                counters,
                Duration.ofSeconds(30),
                new BrokerClock(Clock.systemUTC(), System::nanoTime));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // Surefire gives each class to JUnit alone, so the root of a run ends with its class; the session does not.
        context.getStore(StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(SharedBroker.class))
                .getOrComputeIfAbsent(Running.class);
    }

    /** Closed by JUnit after the last test class. */
    static final class Running implements AutoCloseable {
        private final Path folder;
        private final Broker broker;

        Running() throws IOException, InterruptedException {
            folder = Files.createTempDirectory("analyze-text-broker");
            broker = Broker.start(folder);
            address = broker.address();
            topics = new Topics(address);
        }

        @Override
        public void close() throws IOException {
            topics.close();
            broker.close();
            List<Path> all;
            try (Stream<Path> tree = Files.walk(folder)) {
                all = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        }
    }
}
