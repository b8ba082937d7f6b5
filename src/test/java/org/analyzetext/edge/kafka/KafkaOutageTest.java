package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.Operation;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** The service is away for three times as long as a consumer may be silent. */
@ExtendWith(SharedBroker.class)
class KafkaOutageTest {
    private static final Duration GIVE_BACK = Duration.ofMillis(1_900);
    private static final Duration INTERVAL = Duration.ofSeconds(4);
    private static final Duration OUTAGE = INTERVAL.multipliedBy(3);
    private static final int CONSUMERS = 2;

    private final Topics topics = SharedBroker.topics();
    private final Logger log = (Logger) LoggerFactory.getLogger("org.apache.camel.component.kafka.KafkaFetchRecords");
    private final List<String> reconnects = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().startsWith("Reconnecting")) {
                reconnects.add(event.getFormattedMessage());
            }
        }
    };
    private LocalService service;

    private static LocalService service(String latency) {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(KafkaPipeline.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .callLatency(DurationDistribution.parse(latency))
                .jobDuration(DurationDistribution.parse("1s"))
                .build());
    }

    @BeforeEach
    void listen() {
        service = service("0s");
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

    @Test
    void outageBeforeAnythingWasCommittedLosesNothingAndKeepsTheGroupCalm() {
        service.addFaults("status=503");
        KafkaPipeline pipeline = pipeline("away-first");
        topics.create(pipeline.documents(), CONSUMERS);
        send(pipeline, 0, 200);
        try (KafkaPipeline running = pipeline.start()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> submits() > 0);
            outage();
            long calls = submits();

            assertThat(topics.atLeast(running.results(), 200)).hasSize(200);
            assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, 200L));
            assertThat(calls).as("calls went on all the time").isGreaterThan(10);
            assertThat(reconnects).hasSizeBetween(1, mostReconnects(CONSUMERS));
        }
    }

    @Test
    void outageWhileJobsAreInFlightSubmitsNoneOfThemAgain() {
        KafkaPipeline pipeline = pipeline("away-later").with("poll.first-poll", "2s");
        topics.create(pipeline.documents(), CONSUMERS);
        send(pipeline, 0, 100);
        try (KafkaPipeline running = pipeline.start()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> service.counters().documentsAccepted() == 100);
            service.addFaults("status=503", "status=503 at=before-state-answer");
            send(pipeline, 100, 200);
            await().atMost(Duration.ofSeconds(30)).until(() -> states() > 0);
            outage();

            assertThat(topics.atLeast(running.results(), 200)).hasSize(200);
            assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, 200L));
            assertThat(reconnects.stream().filter(line -> line.contains(pipeline.documents())))
                    .hasSizeBetween(1, mostReconnects(CONSUMERS));
        }
    }

    @Test
    void takeThatWouldLastTooLongIsReadAgainBeforeTheConsumerLosesItsPartitions() {
        service.close();
        service = service("700ms");
        KafkaPipeline pipeline = pipeline("slow");
        topics.create(pipeline.documents(), CONSUMERS);
        send(pipeline, 0, 300);
        try (KafkaPipeline running = pipeline.start()) {
            assertThat(topics.atLeast(running.results(), 300)).hasSize(300);

            assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, 300L));
            assertThat(reconnects).isNotEmpty();
        }
    }

    private KafkaPipeline pipeline(String name) {
        return new KafkaPipeline(name, SharedBroker.address(), service)
                .with("kafka.consumers", Integer.toString(CONSUMERS))
                .with("kafka.submits-at-once", "1")
                .with("kafka.session-timeout", "3000")
                .with("kafka.max-poll-interval", Long.toString(INTERVAL.toMillis()))
                .with("call.give-back", GIVE_BACK.toMillis() + "ms");
    }

    private static int mostReconnects(int consumers) {
        return consumers * (int) (OUTAGE.toMillis() / GIVE_BACK.toMillis() + 1);
    }

    private void outage() {
        Instant end = Instant.now().plus(OUTAGE);
        await().atMost(OUTAGE.multipliedBy(2)).until(() -> Instant.now().isAfter(end));
        service.clearFaults();
    }

    private long submits() {
        return service.counters().requests(Operation.SUBMIT, 503);
    }

    private long states() {
        return service.counters().requests(Operation.STATE, 503);
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
