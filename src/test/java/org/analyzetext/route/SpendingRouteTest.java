package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.CapturedLog;
import org.analyzetext.document.Json;
import org.analyzetext.route.ScriptedService.Reply;
import org.analyzetext.spending.SpendingStatus.State;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spending limit and the pause switch, with files. */
class SpendingRouteTest {
    @TempDir
    Path root;

    @AutoClose
    private final ScriptedService service = new ScriptedService();

    @Test
    void atTheLimitBatchesStayWhereTheyAreAndARaisedLimitGoesOn() throws Exception {
        try (CapturedLog log = CapturedLog.of("");
                FilesPipeline pipeline = start(Map.of("spending.per-day", "10", "submit.threads", "8"))) {
            // Nine batches of three: whichever come first, the fourth would exceed the limit.
            pipeline.put("mails.jsonl", FilesPipeline.lines(27));
            await().atMost(FilesPipeline.LIMIT).until(() -> pipeline.spending().state() == State.DAY_REACHED);
            // The batches that were on their way to the service have gone back.
            await().atMost(FilesPipeline.LIMIT)
                    .until(() -> pipeline.files("work").stream()
                                    .filter(file -> file.contains("/todo/"))
                                    .count()
                            == 6);

            assertThat(service.submits()).hasSize(3);
            assertThat(pipeline.spending().today()).isEqualTo(9);
            assertThat(pipeline.counters().halts()).isEqualTo(1);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("spending limit"))
                    .singleElement()
                    .asString()
                    .contains("of 10 text records a day (analyze-text.spending.per-day) is reached: 9 are counted");
        }
        try (FilesPipeline pipeline = start(Map.of("spending.per-day", "100"))) {
            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(27);
            assertThat(service.submits()).hasSize(9);
            assertThat(Json.MAPPER
                            .readTree(root.resolve("work/spending.json").toFile())
                            .path("dayRecords")
                            .asInt())
                    .isEqualTo(27);
        }
    }

    @Test
    void refusedBatchesAreTakenBackAndAmbiguousOnesCount() throws Exception {
        service.onSubmit = ScriptedService.first(
                List.of(Reply.of(503), Reply.of(429), Reply.of(400, "{'error':{'code':'InvalidRequest'}}")),
                service::accept);
        try (FilesPipeline pipeline = start(Map.of("spending.per-day", "100", "submit.threads", "1"))) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(2));

            pipeline.awaitDrained();

            // 2 for the submit without an answer, none for the refused one, 1 for each half of it.
            assertThat(service.submits()).hasSize(5);
            assertThat(pipeline.spending().today()).isEqualTo(4);
        }
    }

    @Test
    void whilePausedJobsArePolledAndNothingIsSubmitted() throws Exception {
        Path pause = root.resolve("pause");
        try (FilesPipeline pipeline = start(Map.of("pause-file", pause.toString(), "poll.first-poll", "500ms"))) {
            pipeline.put("first.jsonl", FilesPipeline.lines(2));
            await().atMost(FilesPipeline.LIMIT).until(() -> service.submits().size() == 1);
            Files.createFile(pause);
            pipeline.put("second.jsonl", FilesPipeline.lines(2));
            await().atMost(FilesPipeline.LIMIT)
                    .until(() -> pipeline.results("first.jsonl").size() == 2);
            await().atMost(FilesPipeline.LIMIT)
                    .until(() -> pipeline.files("work").stream().anyMatch(file -> file.contains("/todo/")));
            assertThat(pipeline.spending().state()).isEqualTo(State.PAUSED);
            assertThat(service.submits()).hasSize(1);
            Files.delete(pause);

            pipeline.awaitDrained();

            assertThat(pipeline.results("second.jsonl")).hasSize(2);
        }
    }

    private FilesPipeline start(Map<String, String> changes) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("batch.max-documents", "3", "batch.max-characters", "3000"));
        all.putAll(changes);
        return FilesPipeline.start(root, service.endpoint(), all);
    }
}
