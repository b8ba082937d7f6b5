package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.analyzetext.account.Account;
import org.analyzetext.account.DeadLetterRecords;
import org.analyzetext.account.ReplayReport;
import org.analyzetext.account.Selection;
import org.analyzetext.account.Trace;
import org.analyzetext.account.Trace.Stage;
import org.analyzetext.account.Wanted;
import org.analyzetext.account.Window;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.edge.DocumentFlow;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.edge.Place;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.job.Priority;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.stage.DryRun;
import org.apache.camel.Route;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A topic of documents for each priority, on a real broker. */
@ExtendWith(SharedBroker.class)
class KafkaPrioritiesTest {
    private static final int BULK = 4_000;
    private static final String TEXT = "My parcel has not arrived, please help; its number is ";
    private static final DocumentFields FIELDS = new DocumentFields("/id", "/text", "/language");
    private static final EdgeSettings TOPICS = new EdgeSettings(EdgeKind.KAFKA, EdgeKind.KAFKA, EdgeKind.KAFKA, false);

    private final Topics topics = SharedBroker.topics();
    private final LocalService service = LocalService.start(LocalServiceSettings.builder()
            .keys(KafkaPipeline.KEY)
            .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
            .jobDuration(DurationDistribution.parse("100ms"))
            .build());

    @AfterEach
    void stop() {
        service.close();
    }

    private KafkaPipeline pipeline(String name) {
        return new KafkaPipeline(name, SharedBroker.address(), service)
                .with("kafka.urgent-topic", name + "-urgent")
                .with("kafka.bulk-topic", name + "-bulk");
    }

    /** 160 batches under 10 calls a second: half a minute and more, of which the urgent ones wait for none. */
    @Test
    void urgentDocumentsOvertakeABulkOfThousandsUnderASmallQuota() {
        KafkaPipeline pipeline =
                pipeline("overtake").with("quota.enabled", "true").with("quota.requests-per-minute", "600");
        topics.create("overtake-bulk", 2);
        topics.create("overtake-urgent", 2);
        send("overtake-bulk", BULK);
        try (KafkaPipeline running = pipeline.start()) {
            topics.atLeast(running.results(), 100);
            send("overtake-urgent", 10);
            long put = System.nanoTime();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> bySource(running.results()).getOrDefault("overtake-urgent", 0L) == 10);
            Duration took = Duration.ofNanos(System.nanoTime() - put);

            assertThat(took).isLessThan(Duration.ofSeconds(15));
            assertThat(bySource(running.results()).get("overtake-bulk"))
                    .as("after %s", took)
                    .isBetween(100L, BULK * 3 / 4L);
            assertThat(topics.lag("overtake-bulk", "group-overtake-bulk")).isPositive();
        }
    }

    @Test
    void withoutTheirPropertiesThereIsNoConsumerAndNoTopicMore() {
        KafkaPipeline pipeline = new KafkaPipeline("ordinary", SharedBroker.address(), service);
        try (KafkaPipeline running = pipeline.start()) {
            send(running.documents(), 30);

            assertThat(topics.atLeast(running.results(), 30)).hasSize(30);
            assertThat(running.context().getRoutes())
                    .extracting(Route::getRouteId)
                    .contains("analyze-text-source-kafka")
                    .doesNotContain("analyze-text-source-kafka-urgent", "analyze-text-source-kafka-bulk");
            assertThatThrownBy(() -> topics.members("group-ordinary-urgent")).hasMessageContaining("not found");
            assertThatThrownBy(() -> topics.members("group-ordinary-bulk")).hasMessageContaining("not found");
        }
    }

    @Test
    void whoeverKnowsTheDocumentsTopicKnowsThoseOfAllPriorities() throws Exception {
        KafkaPipeline pipeline = pipeline("known");
        List<String> sources = List.of("known-urgent", "documents-known", "known-bulk");
        KafkaSettings settings = settings("known");
        try (KafkaPipeline running = pipeline.start()) {
            for (String topic : sources) {
                send(topic, 30);
                topics.send(topic, 0, "bad", "no JSON".getBytes(StandardCharsets.UTF_8));
                topics.flush();
            }
            drained(sources);

            assertThat(topics.all(running.deadLetters()))
                    .extracting(KafkaPrioritiesTest::source)
                    .containsExactlyInAnyOrderElementsOf(sources);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> flows(running).stream()
                                    .mapToLong(DocumentFlow::documents)
                                    .sum()
                            == 93);
            assertThat(flows(running))
                    .extracting(DocumentFlow::name)
                    .containsExactly("topic known-urgent", "topic documents-known", "topic known-bulk");
            assertThat(running.installed().edges().documents().view().places())
                    .extracting(Place::name)
                    .contains("topic known-urgent", "topic documents-known", "topic known-bulk");
            assertThat(running.installed().edges().documents().source())
                    .isEqualTo("topics known-urgent, documents-known, known-bulk");
            assertThat(running.installed()
                            .edges()
                            .documents()
                            .dryRun(running.installed().settings().stages()))
                    .extracting(DryRun::input)
                    .containsExactly("topic known-urgent", "topic documents-known", "topic known-bulk");
        }

        Account account = new TopicAccount(settings, Window.ALL).account(null);
        assertThat(account.places().addsUp()).as("%s", account).isTrue();
        assertThat(account.places().documents()).isEqualTo(93);
        assertThat(account.places().results()).isEqualTo(90);
        assertThat(account.places().deadLetters()).isEqualTo(Map.of("InvalidJson", 3L));
        assertThat(account.remarks()).isEmpty();
        String bad = source(topics.all(pipeline.deadLetters()).stream()
                .filter(letter -> source(letter).equals("known-urgent"))
                .findFirst()
                .orElseThrow());
        assertThat(new TopicSearch(settings, TOPICS, Wanted.of(bad + "/0/0", FIELDS))
                        .traces()
                        .found())
                .extracting(Trace::stage)
                .contains(Stage.TAKEN);

        ReplayReport report = new TopicReplay(
                        settings, new DeadLetterRecords(FIELDS), new Selection(Set.of(), Window.ALL, false, true))
                .replay(null);
        assertThat(report.replayed()).isEqualTo(3);
        assertThat(sources).allSatisfy(topic -> assertThat(topics.all(topic)).hasSize(32));
    }

    @Test
    void twoOfTheTopicsWithOneNameAreMistakesThatAreToldWithAllOthers() {
        PropertyReader in = new PropertyReader(property -> Optional.of(
                switch (property.substring("analyze-text.kafka.".length())) {
                    case "urgent-topic", "documents-topic" -> "documents";
                    case "bulk-topic" -> "jobs-2s";
                    case "jobs-topic-prefix" -> "jobs";
                    case "results-topic" -> "no topic";
                    default -> "other";
                }));
        KafkaNames.read(in);

        ConfigurationException told = catchThrowableOfType(ConfigurationException.class, in::throwMistakes);
        assertThat(told.mistakes())
                .satisfiesExactlyInAnyOrder(
                        urgent -> assertThat(urgent)
                                .contains("analyze-text.kafka.urgent-topic is 'documents'")
                                .contains("analyze-text.kafka.documents-topic too"),
                        bulk -> assertThat(bulk)
                                .contains("analyze-text.kafka.bulk-topic is 'jobs-2s'")
                                .contains("analyze-text.kafka.jobs-topic-prefix too"),
                        results -> assertThat(results).contains("analyze-text.kafka.results-topic is 'no topic'"));
    }

    @Test
    void topicsThatNobodyReadsAreMistakes() {
        PropertyReader in = new PropertyReader(property -> Optional.of(
                switch (property) {
                    case "analyze-text.kafka.urgent-topic" -> "urgent";
                    case "analyze-text.kafka.bulk-topic" -> "";
                    default -> property.replace("analyze-text.kafka.", "");
                }));
        KafkaNames.read(in).checkNotRead(in);

        assertThat(catchThrowableOfType(ConfigurationException.class, in::throwMistakes)
                        .mistakes())
                .singleElement()
                .asString()
                .contains("analyze-text.kafka.urgent-topic is 'urgent'")
                .contains("source=kafka alone reads topics");
    }

    private static List<DocumentFlow> flows(KafkaPipeline running) {
        return running.installed().edges().documents().view().flows();
    }

    private void send(String topic, int count) {
        for (int i = 0; i < count; i++) {
            String value = "{\"id\":\"" + topic + i + "\",\"text\":\"" + TEXT + i + "\"}";
            topics.send(topic, i % 2, null, value.getBytes(StandardCharsets.UTF_8));
        }
        topics.flush();
    }

    private void drained(List<String> sources) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            long lag = 0;
            for (String topic : sources) {
                lag += topics.lag(topic, settings("known").names().group(topic));
            }
            for (DelayTier tier : DelayTier.values()) {
                lag += topics.lag("jobs-known-" + tier.label(), "group-known-jobs");
            }
            return lag == 0;
        });
    }

    private Map<String, Long> bySource(String results) {
        Map<String, Long> counts = new TreeMap<>();
        topics.all(results).forEach(record -> counts.merge(source(record), 1L, Long::sum));
        return counts;
    }

    private static String source(ConsumerRecord<byte[], byte[]> record) {
        return Topics.json(record).path("source").path("topic").asText();
    }

    private static KafkaSettings settings(String name) {
        KafkaSettings of = SharedBroker.settings(
                "documents-" + name, "jobs-" + name, "results-" + name, "dead-" + name, "group-" + name, true);
        KafkaNames names = of.names();
        return new KafkaSettings(
                of.connection(),
                new KafkaNames(
                        Map.of(
                                Priority.URGENT,
                                name + "-urgent",
                                Priority.NORMAL,
                                names.documentsTopic(),
                                Priority.BULK,
                                name + "-bulk"),
                        names.jobsTopicPrefix(),
                        names.resultsTopic(),
                        names.deadLettersTopic(),
                        names.groupId()),
                of.documents(),
                of.newTopics(),
                of.maxRecordBytes(),
                of.consumers(),
                of.maxPollInterval(),
                of.metadataMaxAge(),
                of.startTimeout(),
                of.retry());
    }
}
