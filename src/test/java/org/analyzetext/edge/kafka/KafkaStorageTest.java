package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.stage.StorageGate;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** The brokers refuse records while documents come in: what was accepted is held, and nothing more is paid for. */
@ExtendWith(SharedBroker.class)
class KafkaStorageTest {
    private static final int CONSUMERS = 2;
    private static final int BATCH = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Topics topics = SharedBroker.topics();
    private final Logger log = (Logger) LoggerFactory.getLogger(StorageGate.class);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            told.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    };
    private LocalService service;

    @BeforeEach
    void start() {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(KafkaPipeline.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("200ms"))
                .build());
        appender.start();
        log.addAppender(appender);
        log.setLevel(Level.INFO);
        log.setAdditive(false);
    }

    @AfterEach
    void stop() {
        log.detachAppender(appender);
        log.setLevel(null);
        log.setAdditive(true);
        service.close();
    }

    /** For longer than a consumer may be silent. */
    @Test
    void jobRecordsThatAreTooLargeForTheirTopicAreHeldUntilItTakesThem() {
        refused(
                "too-large",
                Duration.ofSeconds(18),
                running -> configure(running, Map.of("max.message.bytes", "200")),
                running -> configure(running, Map.of("max.message.bytes", "8388608")),
                "RecordTooLargeException");
    }

    @Test
    void jobRecordsWhoseTimestampIsRefusedAreHeldUntilItIsTaken() {
        refused(
                "timestamp",
                Duration.ofSeconds(2),
                running -> configure(
                        running,
                        Map.of("message.timestamp.type", "CreateTime", "message.timestamp.before.max.ms", "0")),
                running -> configure(running, Map.of("message.timestamp.before.max.ms", "3600000")),
                "InvalidTimestampException");
    }

    @Test
    void jobRecordsAreHeldUntilThePermissionIsGivenAgain() {
        refused(
                "permission",
                Duration.ofSeconds(2),
                running -> jobsTopics(running).forEach(topic -> topics.mayWrite(topic, false)),
                running -> jobsTopics(running).forEach(topic -> topics.mayWrite(topic, true)),
                "TopicAuthorizationException");
    }

    @Test
    void acceptedJobThatIsStillHeldAtTheStopIsCountedAsAmbiguous() {
        KafkaPipeline pipeline = pipeline("stop").with("kafka.consumers", "1");
        topics.create(pipeline.documents(), CONSUMERS);
        KafkaPipeline stopped = pipeline.start();
        try (KafkaPipeline running = stopped) {
            configure(pipeline, Map.of("max.message.bytes", "200"));
            send(pipeline, 0, BATCH);
            await().atMost(PATIENCE).until(() -> !problem(running).isEmpty());
        }
        assertThat(stopped.installed().counters().ambiguousSubmits()).isOne();
        configure(pipeline, Map.of("max.message.bytes", "8388608"));
        try (KafkaPipeline again = pipeline.start()) {
            assertThat(topics.atLeast(again.results(), BATCH)).hasSize(BATCH);
        }
        assertThat(service.counters().textsByTimesAccepted().keySet())
                .contains(2)
                .isSubsetOf(1, 2);
    }

    private void refused(
            String name, Duration time, Consumer<KafkaPipeline> refuse, Consumer<KafkaPipeline> mend, String reason) {
        KafkaPipeline pipeline = pipeline(name);
        topics.create(pipeline.documents(), CONSUMERS);
        try (KafkaPipeline running = pipeline.start()) {
            send(pipeline, 0, 20);
            assertThat(topics.atLeast(pipeline.results(), 20)).hasSize(20);
            told.clear();
            refuse.accept(pipeline);
            send(pipeline, 20, 220);

            await().atMost(PATIENCE).until(() -> problem(running).contains(reason));
            long paid = service.counters().documentsAccepted();
            await().during(time).atMost(PATIENCE).until(() -> problem(running).contains(reason));

            assertThat(service.counters().documentsAccepted() - paid)
                    .as("documents paid for after the first refusal")
                    .isLessThanOrEqualTo((long) (CONSUMERS - 1) * BATCH);

            mend.accept(pipeline);

            assertThat(topics.atLeast(pipeline.results(), 220)).hasSize(220);
            assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, 220L));
            assertThat(running.installed().counters().ambiguousSubmits()).isZero();
            await().until(() -> problem(running).isEmpty());
            assertThat(told).hasSize(2).first().asString().startsWith("ERROR").contains(reason);
            assertThat(told).last().asString().startsWith("INFO");
        }
    }

    private KafkaPipeline pipeline(String name) {
        return new KafkaPipeline("store-" + name, SharedBroker.address(), service)
                .with("kafka.consumers", Integer.toString(CONSUMERS))
                .with("kafka.submits-at-once", "1")
                .with("batch.max-documents", Integer.toString(BATCH))
                .with("kafka.max-poll-interval", "16000")
                .with("call.give-back", "5s");
    }

    private static List<String> jobsTopics(KafkaPipeline pipeline) {
        return Stream.of(DelayTier.values())
                .map(tier -> pipeline.jobs() + "-" + tier.label())
                .toList();
    }

    private void configure(KafkaPipeline pipeline, Map<String, String> config) {
        jobsTopics(pipeline).forEach(topic -> topics.configure(topic, config));
    }

    private static String problem(KafkaPipeline running) {
        return HealthCheckHelper.invokeReadiness(running.context()).stream()
                .filter(result -> result.getCheck().getId().equals("analyze-text"))
                .map(result -> String.valueOf(result.getDetails().get("storage")))
                .filter(problem -> !problem.equals("ok"))
                .collect(Collectors.joining());
    }

    private void send(KafkaPipeline pipeline, int from, int to) {
        for (int i = from; i < to; i++) {
            topics.send(
                    pipeline.documents(),
                    i % CONSUMERS,
                    null,
                    KafkaKillCampaign.value(i, "Where is parcel " + i + "?"));
        }
        topics.flush();
    }
}
