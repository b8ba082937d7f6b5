package org.analyzetext.edge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.analyzetext.process.RunningApp;
import org.analyzetext.process.WorkingFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An instance is killed while a spending limit holds its take: what waited is not lost, and what was spent not forgotten. */
@ExtendWith(SharedBroker.class)
class KafkaSpendingKillIT {
    private static final String NAME = "spending-kill";
    private static final int COUNT = 30;
    private static final int PER_DAY = 20;

    @TempDir
    Path place;

    @Test
    void killedAtItsLimitTheNextProcessIsAtItTooAndWithAHigherOneNothingIsLost() throws Exception {
        Topics topics = SharedBroker.topics();
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .build())) {
            topics.create(NAME + "-documents", 2);
            for (int i = 0; i < COUNT; i++) {
                topics.send(NAME + "-documents", i % 2, null, KafkaKillCampaign.value(i, "Where is parcel " + i + "?"));
            }
            topics.flush();

            // One consumer, so that no submit is on its way while the limit holds it.
            WorkingFolder instance = SharedBroker.instance(place.resolve("instance"), NAME, service.endpoint())
                    .with("batch.max-documents", "5")
                    .with("batch.max-characters", "5000")
                    .with("kafka.consumers", "1")
                    .with("spending.per-day", Integer.toString(PER_DAY));
            for (int kill = 1; kill <= 2; kill++) {
                try (RunningApp app = instance.start()) {
                    app.awaitErr("the spending limit of");
                    app.kill();
                }
                assertThat(service.counters().textRecords()).isEqualTo(PER_DAY);
            }

            try (RunningApp raised = instance.with("spending.per-day", "1000").start()) {
                assertThat(topics.atLeast(NAME + "-results", COUNT)).hasSize(COUNT);
                assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, (long) COUNT));
                raised.kill();
            }
        }
    }
}
