package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A broker or a service that stands still and goes on: every document that may be paid for twice is counted. */
@Tag("long")
class KafkaStoppedIT {
    private static final int BATCH = 10;
    private static final int PARTITIONS = 4;
    private static final int ROUNDS = Integer.getInteger("analyzetext.stopped.rounds", 3);
    /** Documents of a round. */
    private static final int SHARE = 800;

    private static final int LONGEST_STOP = 40;
    private static final int SHORTEST_STOP = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    /** Kept when a test fails, with all logs. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path place;

    private final long seed = Long.getLong("analyzetext.seed", 23);
    private final Random random = new Random(seed);
    private int sent;

    /** Something stands still for a while, or is gone. */
    private interface Trouble {
        void begin() throws Exception;

        void end() throws Exception;
    }

    @Test
    void whatIsPaidForTwiceBecauseTheBrokerStoodStillIsCounted() throws Exception {
        run("broker", (broker, relay) -> new Trouble() {
            @Override
            public void begin() throws Exception {
                signal("STOP", broker);
            }

            @Override
            public void end() throws Exception {
                signal("CONT", broker);
            }
        });
    }

    @Test
    void whatIsPaidForTwiceBecauseTheServiceStoodStillIsCounted() throws Exception {
        run("service", (broker, relay) -> new Trouble() {
            @Override
            public void begin() {
                relay.stop();
            }

            @Override
            public void end() {
                relay.proceed();
            }
        });
    }

    @Test
    void whatIsPaidForTwiceBecauseConnectionsToTheServiceBrokeOffIsCounted() throws Exception {
        run("connections", (broker, relay) -> new Trouble() {
            @Override
            public void begin() throws Exception {
                relay.cut();
            }

            @Override
            public void end() throws Exception {
                relay.reopen();
            }
        });
    }

    private interface Troubles {
        Trouble of(Broker broker, Relay relay);
    }

    private void run(String name, Troubles troubles) throws Exception {
        try (Broker broker = Broker.start(place.resolve("broker"));
                Topics topics = new Topics(broker.address());
                LocalService service = LocalService.start(LocalServiceSettings.builder()
                        .keys(KafkaPipeline.KEY)
                        .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                        .callLatency(DurationDistribution.parse("uniform 50ms 300ms"))
                        .jobDuration(DurationDistribution.parse("uniform 100ms 2s"))
                        .build());
                Relay relay = new Relay(service.endpoint())) {
            Trouble trouble = troubles.of(broker, relay);
            List<KafkaPipeline> instances = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                instances.add(new KafkaPipeline("stopped-" + name, broker.address(), service)
                        .with("endpoint", relay.endpoint().toString())
                        .with("kafka.consumers", "2")
                        .with("batch.max-documents", Integer.toString(BATCH))
                        .with("kafka.session-timeout", "6000")
                        .with("kafka.max-poll-interval", "30000")
                        .with("call.response-timeout", "5s")
                        .with("call.give-back", "10s"));
            }
            topics.create(instances.get(0).documents(), PARTITIONS);
            send(topics, instances.get(0), SHARE);
            try (KafkaPipeline first = instances.get(0).start();
                    KafkaPipeline second = instances.get(1).start()) {
                for (int round = 1; round <= ROUNDS; round++) {
                    // The trouble comes while documents are submitted.
                    long until = (round - 1L) * SHARE + SHARE / 4 + random.nextInt(SHARE / 4);
                    await().atMost(PATIENCE).until(() -> service.counters().documentsAccepted() >= until);
                    int seconds = SHORTEST_STOP + random.nextInt(LONGEST_STOP - SHORTEST_STOP);
                    trouble.begin();
                    TimeUnit.SECONDS.sleep(seconds);
                    trouble.end();
                    send(topics, first, SHARE);
                }
                Set<String> answered = new HashSet<>();
                topics.atLeast(first.results(), sent)
                        .forEach(result -> answered.add(Topics.position(Topics.json(result))));
                long again = service.counters().documentsAccepted() - sent;
                long ambiguous = first.installed().counters().ambiguousSubmits()
                        + second.installed().counters().ambiguousSubmits();
                System.out.printf(
                        "| %s | seed %d | %d stops | %d documents | %d lost | %d repeats | %d paid twice | %d ambiguous submits |%n",
                        name,
                        seed,
                        ROUNDS,
                        sent,
                        sent - answered.size(),
                        topics.all(first.results()).size() - answered.size(),
                        again,
                        ambiguous);
                assertThat(answered).hasSize(sent);
                assertThat(topics.all(first.results())).hasSize(sent);
                assertThat(topics.all(first.deadLetters())).isEmpty();
                assertThat(again).as("documents paid for twice").isLessThanOrEqualTo(ambiguous * BATCH);
            }
        }
    }

    private void send(Topics topics, KafkaPipeline pipeline, int count) {
        for (int i = 0; i < count; i++) {
            topics.send(
                    pipeline.documents(),
                    sent % PARTITIONS,
                    null,
                    KafkaKillCampaign.value(sent, "Where is parcel " + sent + "?"));
            sent++;
        }
        topics.flush();
    }

    private static void signal(String signal, Broker broker) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(broker.pid()))
                .start()
                .waitFor();
    }
}
