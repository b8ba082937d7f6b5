package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.Moment;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The count of text records over kills of the process, held against the service's bill. */
class SpendingKillIT {
    private static final int KILLS = 4;
    private static final int BATCH = 5;
    private static final int THREADS = 4;
    /** So many batches are accepted in each run before it is killed. */
    private static final int ACCEPTED = 11;

    private static final int LIMIT = 800;

    @TempDir
    Path place;

    @Test
    void killedWhileSpendingTheCountIsNeverBelowTheBillAndTheBillNeverAboveTheLimit() throws Exception {
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .build())) {
            WorkingFolder folder = new WorkingFolder(place)
                    .calling(service)
                    .with("batch.max-documents", Integer.toString(BATCH))
                    .with("batch.max-characters", "5000")
                    .with("submit.threads", Integer.toString(THREADS))
                    .with("spending.per-day", Integer.toString(LIMIT));
            new Inputs(folder).goodLines("all.jsonl", 1_000);
            KillSwitch amongOthers = new KillSwitch(service, Moment.AFTER_202_SENT);
            for (int kill = 1; kill <= KILLS; kill++) {
                amongOthers.arm(ACCEPTED);
                try (RunningApp app = folder.start()) {
                    amongOthers.aim(app);
                    assertThat(app.exitCode()).isEqualTo(RunningApp.KILLED);
                }
                mustHold(service, kill);
            }
            amongOthers.disarm();
            try (RunningApp app = folder.start()) {
                app.awaitErr("the spending limit of");
                app.kill();
            }
            mustHold(service, KILLS + 1);
        }
    }

    /** One batch for each thread that may be submitting, the file consumer's own included. */
    private void mustHold(LocalService service, int kills) throws Exception {
        long counted = Json.MAPPER
                .readTree(place.resolve("work/spending.json").toFile())
                .path("dayRecords")
                .asLong();
        long bill = service.counters().textRecords();
        assertThat(counted).isBetween(bill, bill + (long) kills * (THREADS + 1) * BATCH);
        assertThat(bill).isLessThanOrEqualTo(LIMIT);
    }
}
