package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.LiveView;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page that shows a running application, with topics. */
@ExtendWith(SharedBroker.class)
class KafkaLivePageIT {
    private static final String NAME = "live-page";

    @TempDir
    Path place;

    @Test
    void showsWhatTheTopicsHoldAndStillDoesAfterARestart() throws Exception {
        int documents = 60;
        Topics topics = SharedBroker.topics();
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("fixed 0s"))
                .build())) {
            topics.create(NAME + "-documents", 2);
            for (int i = 0; i < documents; i++) {
                topics.send(
                        NAME + "-documents", i % 2, "key", KafkaKillCampaign.value(i, "Where is parcel " + i + "?"));
            }
            topics.send(NAME + "-documents", 0, "key", KafkaKillCampaign.value(documents, ""));
            topics.flush();
            WorkingFolder instance = SharedBroker.instance(place.resolve("app"), NAME, service.endpoint())
                    .with("observe.port", "0");
            try (RunningApp app = instance.start()) {
                awaitOutcomes(LiveView.of(app), documents);
                app.terminate();
                assertThat(app.exitCode()).as(app.err()).isEqualTo(143);
            }
            try (RunningApp app = instance.start()) {
                LiveView live = LiveView.of(app);

                awaitOutcomes(live, documents);

                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    assertThat(live.section("inputs")).contains("topic " + NAME + "-documents", ">61</td>");
                    assertThat(live.section("status")).contains("Idle");
                    assertThat(live.section("routes"))
                            .contains("source-kafka", "jobs-kafka-turn", "Handles due job records at once")
                            .contains("topic " + NAME + "-results", "topics " + NAME + "-jobs-*")
                            .contains("0 records</text>")
                            .doesNotContain("source-files", "analyze-text-kafka:");
                });
                assertThat(live.section("found")).contains("Task <bdi>").contains("of the topics");
                assertThat(live.section("dead-letters")).contains("codes#EmptyText");
                assertThat(live.body("")).doesNotContain("Where is parcel");
            }
        }
    }

    private static void awaitOutcomes(LiveView live, int documents) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(live.section("facts"))
                .contains("<b>" + documents + "</b>results")
                .contains("<b>1</b>dead letters"));
    }
}
