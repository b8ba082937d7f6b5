package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.OtherRelease;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two releases of the application at the same topics, the next one with job records that this one can't read. */
@ExtendWith(SharedBroker.class)
class KafkaReleasesIT {
    private static final int DOCUMENTS = 200;

    @TempDir
    Path place;

    private final Topics topics = SharedBroker.topics();

    @Test
    void jobsOfTheNextReleaseWaitForItWhileThisOneRunsAlone() throws Exception {
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("3s"))
                .build())) {
            topics.create("documents-releases", 2);
            WorkingFolder mine = instance("this", service);
            WorkingFolder theirs = instance("next", service).release(OtherRelease.next(place.resolve("release")));
            for (int i = 0; i < DOCUMENTS; i++) {
                topics.send(
                        "documents-releases",
                        i % 2,
                        "key",
                        KafkaKillCampaign.value(i, "Where is my parcel " + i + "?"));
            }
            topics.flush();
            try (RunningApp next = theirs.start()) {
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> service.counters().jobsAccepted() >= DOCUMENTS / KafkaKillCampaign.BATCH);
                next.kill();
            }
            try (RunningApp alone = mine.start()) {
                alone.awaitErr("can be read by a newer release only");
                RunningApp next = theirs.start();
                try {
                    topics.atLeast("results-releases", DOCUMENTS);
                } finally {
                    next.kill();
                }
            }

            assertThat(topics.all("results-releases")).hasSize(DOCUMENTS);
            assertThat(topics.all("dead-releases")).isEmpty();
            try (RunningApp account = theirs.start("account")) {
                assertThat(account.exitCode()).as(account.out()).isZero();
            }
        }
    }

    private WorkingFolder instance(String name, LocalService service) throws Exception {
        return KafkaKillCampaign.instance(place.resolve(name), SharedBroker.address(), service.endpoint())
                .with("kafka.documents-topic", "documents-releases")
                .with("kafka.jobs-topic-prefix", "jobs-releases")
                .with("kafka.results-topic", "results-releases")
                .with("kafka.dead-letters-topic", "dead-releases")
                .with("kafka.group-id", "group-releases")
                .with("kafka.partitions", "2");
    }
}
