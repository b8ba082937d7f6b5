package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches that are submitted at once, and jobs that are polled at once, don't fail each other; on a real broker. */
@ExtendWith(SharedBroker.class)
class KafkaTurnTest {
    private static final int BATCH = 5;
    private static final int DOCUMENTS = 4 * BATCH;

    private final Topics topics = SharedBroker.topics();

    @Test
    void batchThatGetsNoAnswerIsSubmittedLaterAndItsNeighboursAreStored() {
        try (LocalService service = service("reset content=straggler count=20")) {
            KafkaPipeline pipeline = pipeline("submit", service).with("call.give-back", "1s");
            // The third batch of the turn: those before it and the one behind it are accepted.
            send(pipeline, 2 * BATCH);
            try (KafkaPipeline running = pipeline.start()) {
                assertThat(topics.atLeast(running.results(), DOCUMENTS)).hasSize(DOCUMENTS);
                assertThat(published(running, 2 * BATCH)).isAfter(published(running, DOCUMENTS - 1));
                assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, (long) DOCUMENTS));
                allIsAcknowledged(running);
            }
        }
    }

    @Test
    void lastBatchOfATurnThatGetsNoAnswerIsReadAgain() {
        try (LocalService service = service("reset content=straggler count=20")) {
            KafkaPipeline pipeline = pipeline("last", service).with("call.give-back", "1s");
            send(pipeline, 3 * BATCH);
            try (KafkaPipeline running = pipeline.start()) {
                assertThat(topics.atLeast(running.results(), DOCUMENTS)).hasSize(DOCUMENTS);
                assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, (long) DOCUMENTS));
                allIsAcknowledged(running);
            }
        }
    }

    @Test
    void slowSubmitKeepsItsNeighboursForNoLongerThanACallLasts() {
        try (LocalService service = service("timeout content=straggler time=4s")) {
            KafkaPipeline pipeline =
                    pipeline("slow", service).with("call.connect-timeout", "1s").with("call.response-timeout", "1s");
            send(pipeline, BATCH);
            Instant begin = Instant.now();
            try (KafkaPipeline running = pipeline.start()) {
                topics.atLeast(running.results(), DOCUMENTS - BATCH);
                // Far below the 150 s for which a call is repeated where nobody waits for it.
                assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(60));
            }
        }
    }

    @Test
    void jobWhosePollGetsNoAnswerIsRetriedAloneAndItsNeighboursArePublished() {
        try (LocalService service = service("reset at=before-state-answer content=straggler count=20")) {
            KafkaPipeline pipeline = pipeline("poll", service).with("call.give-back", "1s");
            send(pipeline, BATCH);
            try (KafkaPipeline running = pipeline.start()) {
                assertThat(topics.atLeast(running.results(), DOCUMENTS)).hasSize(DOCUMENTS);
                assertThat(published(running, BATCH)).isAfter(published(running, 2 * BATCH));
                assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, (long) DOCUMENTS));
                allIsAcknowledged(running);
            }
        }
    }

    /** All documents at once, in one partition; one of them makes the service fail. */
    private void send(KafkaPipeline pipeline, int straggler) {
        topics.create(pipeline.documents(), 1);
        for (int i = 0; i < DOCUMENTS; i++) {
            String text = i == straggler ? "A straggler." : "Where is my parcel " + i + "?";
            topics.send(pipeline.documents(), 0, "key-" + i, KafkaKillCampaign.value(i, text));
        }
        topics.flush();
    }

    private Instant published(KafkaPipeline pipeline, int document) {
        return topics.all(pipeline.results()).stream()
                .filter(record -> position(record) == document)
                .map(record -> Instant.ofEpochMilli(record.timestamp()))
                .findFirst()
                .orElseThrow();
    }

    private static int position(ConsumerRecord<byte[], byte[]> record) {
        return Topics.json(record).at("/source/offset").asInt();
    }

    private void allIsAcknowledged(KafkaPipeline running) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(topics.lag(running.documents(), running.group())).isZero();
            for (String tier : List.of("500ms", "2s", "5s", "15s")) {
                assertThat(topics.lag(running.jobs() + "-" + tier, running.group() + "-jobs"))
                        .as(tier)
                        .isZero();
            }
        });
    }

    private static KafkaPipeline pipeline(String name, LocalService service) {
        return new KafkaPipeline("turn-" + name, SharedBroker.address(), service)
                .with("batch.max-documents", Integer.toString(BATCH))
                .with("kafka.consumers", "1")
                .with("kafka.submits-at-once", "4")
                .with("kafka.linger", "1s");
    }

    private static LocalService service(String... faults) {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(KafkaPipeline.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("50ms"))
                .faults(faults)
                .build());
    }
}
