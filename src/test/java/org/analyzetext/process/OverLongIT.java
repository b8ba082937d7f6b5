package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.Moment;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document in four parts, while the process is killed between two of them. */
class OverLongIT {
    private static final int LIMIT = 400;

    @TempDir
    Path place;

    @Test
    void aKillBetweenTwoPartsLosesNoneAndSendsNoneTwice() throws Exception {
        killed(Moment.DURING_RESULT_GET, 0);
    }

    /** The second reply was sent, and the process may not have it: the only moment at which a part is sent twice. */
    @Test
    @Tag("long")
    void aKillBeforeAJobIsKeptSendsItsPartTwiceAtMost() throws Exception {
        killed(Moment.AFTER_202_SENT, 1);
    }

    private void killed(Moment moment, int ambiguous) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 4 * LIMIT - 100; i++) {
            text.append("Where is my parcel number ").append(i).append("? ");
        }
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .maxCharacters(LIMIT)
                .build())) {
            WorkingFolder folder = new WorkingFolder(place)
                    .calling(service)
                    .with("batch.max-characters", Integer.toString(LIMIT))
                    .with("document.over-long", "split");
            folder.put("mails.jsonl", Json.MAPPER.createObjectNode().put("text", text.toString()) + "\n");
            KillSwitch kill = new KillSwitch(service, moment);
            kill.arm(2);
            try (RunningApp app = folder.start()) {
                kill.aim(app);
                assertThat(app.exitCode()).isEqualTo(RunningApp.KILLED);
            }
            try (RunningApp app = folder.start()) {
                assertThat(app.exitCode()).isZero();
            }

            List<String> lines = Files.readAllLines(folder.results().resolve("mails.jsonl"));
            assertThat(lines).hasSize(1);
            JsonNode result = Json.MAPPER.readTree(lines.get(0));
            assertThat(result.at("/classifications/0/classes")).hasSize(1);
            assertThat(result.path("parts")).hasSize(4);
            assertThat(result.path("parts").findValuesAsText("characters").stream()
                            .mapToInt(Integer::parseInt)
                            .sum())
                    .isEqualTo(text.length());
            assertThat(service.counters().textsByTimesAccepted().keySet()).isSubsetOf(1, 1 + ambiguous);
            assertThat(service.counters().jobsAccepted()).isBetween(4L, 4L + ambiguous);
            JsonNode account = Json.MAPPER.readTree(
                    place.resolve("accounts/mails.jsonl.json").toFile());
            assertThat(account.path("addsUp").asBoolean()).isTrue();
            assertThat(account.path("jobs").asInt()).isEqualTo(4);
            assertThat(account.at("/textRecords/default~1classification").asInt())
                    .isEqualTo(4);
        }
    }
}
