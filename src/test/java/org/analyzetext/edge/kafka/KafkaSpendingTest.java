package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.spending.SpendingStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The spending limit of several instances and the pause switch, on a real broker. */
@ExtendWith(SharedBroker.class)
class KafkaSpendingTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Topics topics = SharedBroker.topics();
    private final LocalService service = LocalService.start(LocalServiceSettings.builder()
            .keys(KafkaPipeline.KEY)
            .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
            .jobDuration(DurationDistribution.parse("50ms"))
            .build());

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    @Tag("long")
    void twoInstancesTogetherNeverExceedTheLimitAndLoseNothing() {
        topics.create(pipeline("shared", 20).documents(), 4);
        send(pipeline("shared", 20), 60);
        try (KafkaPipeline one = pipeline("shared", 20).start();
                KafkaPipeline two = pipeline("shared", 20).start()) {
            await().atMost(LIMIT)
                    .until(() -> one.installed().spending().state() == State.DAY_REACHED
                            || two.installed().spending().state() == State.DAY_REACHED);
            await().atMost(LIMIT).until(() -> service.counters().textRecords() >= 16);

            assertThat(service.counters().textRecords()).isLessThanOrEqualTo(20);
        }
        assertThat(service.counters().textRecords()).isLessThanOrEqualTo(20);
        try (KafkaPipeline raised = pipeline("shared", 1_000).start()) {
            assertThat(topics.atLeast(raised.results(), 60)).hasSize(60);
            assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, 60L));
            assertThat(raised.installed().spending().today()).isEqualTo(60);
        }
    }

    @Test
    void whilePausedABatchToSubmitAgainStandsInNobodysWay() throws Exception {
        Path pause = folder.resolve("pause");
        service.addFaults("job-failed count=1");
        KafkaPipeline pipeline =
                pipeline("paused", 0).with("pause-file", pause.toString()).with("job.pause", "1s");
        topics.create(pipeline.documents(), 1);
        send(pipeline, 3);
        try (KafkaPipeline running = pipeline.start()) {
            await().atMost(LIMIT).until(() -> service.counters().jobsAccepted() == 1);
            Files.createFile(pause);
            await("the batch rests").atMost(LIMIT).until(() -> topics.all(running.jobs() + "-2s").stream()
                    .anyMatch(record -> Topics.json(record).path("attempt").asInt() == 2));
            assertThat(service.counters().jobsAccepted()).isOne();
            Files.delete(pause);

            assertThat(topics.atLeast(running.results(), 3)).hasSize(3);
            assertThat(service.counters().jobsAccepted()).isEqualTo(2);
        }
    }

    private KafkaPipeline pipeline(String name, int perDay) {
        return new KafkaPipeline(name, SharedBroker.address(), service)
                .with("batch.max-documents", "3")
                .with("batch.max-characters", "3000")
                .with("kafka.session-timeout", "3000")
                .with("spending.per-day", Integer.toString(perDay));
    }

    private void send(KafkaPipeline pipeline, int count) {
        int partitions = topics.partitions(pipeline.documents()).size();
        for (int i = 0; i < count; i++) {
            topics.send(
                    pipeline.documents(),
                    i % partitions,
                    null,
                    KafkaKillCampaign.value(i, "Where is parcel " + i + "?"));
        }
        topics.flush();
    }
}
