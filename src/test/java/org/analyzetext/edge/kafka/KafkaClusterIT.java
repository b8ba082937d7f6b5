package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, three replicas, two of which must be in sync. */
@Tag("long")
class KafkaClusterIT {
    private static final int CONSUMERS = 2;
    private static final int BATCH = 10;
    private static final int DOCUMENTS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Kept when a test fails, with all logs. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path place;

    @Test
    void nothingIsPaidForWhileTooFewReplicasAreInSync() throws Exception {
        List<Broker> brokers = Broker.cluster(place, 1);
        String address = addresses(brokers);
        try (Topics topics = new Topics(address);
                LocalService service = LocalService.start(LocalServiceSettings.builder()
                        .keys(KafkaPipeline.KEY)
                        .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                        .callLatency(DurationDistribution.parse("200ms"))
                        .jobDuration(DurationDistribution.parse("200ms"))
                        .build())) {
            KafkaPipeline pipeline = new KafkaPipeline("cluster", address, service)
                    .with("kafka.consumers", Integer.toString(CONSUMERS))
                    .with("kafka.submits-at-once", "1")
                    .with("batch.max-documents", Integer.toString(BATCH))
                    .with("kafka.max-poll-interval", "30000")
                    .with("call.give-back", "10s");
            topics.create(pipeline.documents(), CONSUMERS);
            for (int i = 0; i < DOCUMENTS; i++) {
                topics.send(
                        pipeline.documents(),
                        i % CONSUMERS,
                        null,
                        KafkaKillCampaign.value(i, "Where is parcel " + i + "?"));
            }
            topics.flush();
            try (KafkaPipeline running = pipeline.start()) {
                await().atMost(PATIENCE).until(() -> service.counters().jobsAccepted() >= 4);
                brokers.get(1).kill();
                brokers.get(2).kill();
                await().atMost(PATIENCE).until(() -> running.notReady().contains("can't be written"));
                long paid = service.counters().documentsAccepted();
                assertThat(paid).isLessThan(DOCUMENTS);

                await().during(Duration.ofSeconds(30)).atMost(PATIENCE).until(() -> running.notReady()
                        .contains("can't be written"));

                await().atMost(PATIENCE).untilAsserted(() -> assertThat(running.notReady())
                        .contains("has 1 of 3 replicas in sync and wants 2", "missing are those of brokers"));
                System.out.printf(
                        "too few replicas: %s; paid for %d before and %d after it was noticed%n",
                        running.notReady(), paid, service.counters().documentsAccepted() - paid);
                assertThat(service.counters().documentsAccepted() - paid)
                        .as("documents paid for after the first refusal")
                        .isLessThanOrEqualTo((long) (CONSUMERS - 1) * BATCH);

                brokers.get(1).resume();

                Set<String> answered = new HashSet<>();
                topics.atLeast(pipeline.results(), DOCUMENTS)
                        .forEach(result -> answered.add(Topics.position(Topics.json(result))));
                assertThat(answered).hasSize(DOCUMENTS);
                assertThat(topics.all(pipeline.results())).hasSize(DOCUMENTS);
                long again = service.counters().documentsAccepted() - DOCUMENTS;
                long ambiguous = running.installed().counters().ambiguousSubmits();
                System.out.printf("too few replicas: %d paid for twice, %d ambiguous submits%n", again, ambiguous);
                assertThat(again).isLessThanOrEqualTo(ambiguous * BATCH);
                await().atMost(PATIENCE).until(() -> running.notReady().isEmpty());
            }
        } finally {
            brokers.forEach(Broker::close);
        }
    }

    static String addresses(List<Broker> brokers) {
        return brokers.stream().map(Broker::address).collect(Collectors.joining(","));
    }
}
