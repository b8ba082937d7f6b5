package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.service.ServiceAnswers;
import org.analyzetext.stage.Refusals;
import org.analyzetext.stage.Settlement;
import org.analyzetext.stage.StorageGate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start makes of the batches that were being submitted when the process before it was killed. */
class RecoveryTest {
    @TempDir
    Path place;

    private final RunCounters counters = new RunCounters();
    private Path input;

    @BeforeEach
    void anInputThatIsCut() throws IOException {
        input = place.resolve("work/a.jsonl");
        Files.createDirectories(input.resolve("todo"));
        Files.writeString(
                input.resolve("input.json"), "{\"name\":\"a.jsonl\",\"path\":\"a.jsonl\",\"format\":\"JSON_LINES\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs/000001.1.1767225600000.0.json",
                "outcomes/000001.1.jsonl",
                "todo/000001.2.1767225600000.0.json",
                "posting/000001.2.json",
                "jobs/000001.2.1767225600000.3.json",
                "outcomes/000001.2.jsonl",
                "todo/000001-2.1.json",
                "outcomes/000001-2-1.1.jsonl"
            })
    void aSubmitThatSomethingCameOfIsNotMadeAgain(String sequel) throws Exception {
        file("posting/000001.1.json");
        file(sequel);

        restart();

        assertThat(input.resolve("posting/000001.1.json")).doesNotExist();
        assertThat(input.resolve("todo/000001.1.json")).doesNotExist();
        assertThat(input.resolve(sequel.replace("posting/000001.2", "todo/000001.2")))
                .exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs/000002.1.1767225600000.0.json",
                "outcomes/000011.1.jsonl",
                "outcomes/000001.1.jsonl",
                "jobs/.tmp-000001.2.1767225600000.0.json"
            })
    void aSubmitThatNothingCameOfIsAmbiguousAndMadeAgain(String stranger) throws Exception {
        file("posting/000001.2.json");
        file(stranger);

        restart();

        assertThat(counters.ambiguousSubmits()).isEqualTo(1);
        assertThat(input.resolve("posting/000001.2.json")).doesNotExist();
        assertThat(input.resolve("todo/000001.2.json")).exists();
    }

    @Test
    void aBatchWhoseFirstHalfIsKeptIsHalvedAndNotSentAgain() throws Exception {
        Files.createDirectories(input.resolve("posting"));
        Json.MAPPER.writeValue(input.resolve("posting/000001.1.json").toFile(), batch());
        file("jobs/000001-1.1.1767225600000.0.json");

        restart();

        assertThat(counters.ambiguousSubmits()).isZero();
        assertThat(input.resolve("posting")).isEmptyDirectory();
        assertThat(input.resolve("todo")).isDirectoryContaining("glob:**/000001-2.1.json");
        assertThat(Json.MAPPER.readValue(input.resolve("todo/000001-2.1.json").toFile(), JobRecord.class))
                .isEqualTo(batch().halves().get(1));
        assertThat(input.resolve("todo/000001.1.json")).doesNotExist();
    }

    private static Batch batch() {
        return Batch.of("a.jsonl/000001", "default", List.of(Batches.SINGLE), Batches.documents(5));
    }

    @Test
    void aJobWhoseIdWasKeptBeforeItWasMovedIsNotSubmittedAgain() throws Exception {
        SubmittedJob job = batch().submitted("default", "job-1", Instant.EPOCH, Instant.EPOCH);
        Files.createDirectories(input.resolve("posting"));
        JobRecordFile.write(input.resolve("posting/000001.1.json"), job);

        restart();

        assertThat(counters.ambiguousSubmits()).isZero();
        assertThat(input.resolve("posting")).isEmptyDirectory();
        assertThat(JobRecord.read(Files.readAllBytes(input.resolve("jobs/000001.1.0.0.json"))))
                .isEqualTo(job);
    }

    @Test
    void aRefusedBatchOfWhichOnlyTheNamedDocumentsHaveTheirOutcomeIsSubmittedAgain() throws Exception {
        Batch batch = Batch.of("a.jsonl/000001", "default", List.of(Batches.SINGLE), Batches.documents(3));
        BatchOutcome refused = new Settlement(
                        Map.of(), Refusals.untold(), 3, Duration.ZERO, counters, Clock.systemUTC())
                .refused(batch, ServiceAnswers.of(400, "{'error':{'target':'documents[1]'}}"));
        Path posting = Files.createDirectory(input.resolve("posting")).resolve("000001.1.json");
        Files.write(posting, Json.MAPPER.writeValueAsBytes(batch));
        new OutcomeFolder(folders(), counters).publish(refused);

        restart();

        assertThat(input.resolve("todo/000001.1.json")).exists();

        Files.move(input.resolve("todo/000001.1.json"), posting);
        new JobFolder(folders(), Duration.ZERO, new StorageGate(Duration.ZERO), new ReadyTimes(), Clock.systemUTC())
                .put(refused.again().get(0));

        restart();

        assertThat(input.resolve("todo")).isDirectoryContaining(file -> file.endsWith("000001-2.1.json"));
        assertThat(input.resolve("todo/000001.1.json")).doesNotExist();
        assertThat(posting).doesNotExist();
    }

    @Test
    void aTryThatCameToItsEndIsNotKeptOnceMore() throws IOException {
        file("outcomes/000001.2.jsonl");
        Input opened = Input.open(input);

        List<Boolean> known = List.of(
                opened.knows(new BatchFile("000001", 2, null, 0)),
                opened.knows(new BatchFile("000001", 1, null, 0)),
                opened.knows(new BatchFile("000001", 3, null, 0)),
                opened.knows(new BatchFile("000001-1", 2, null, 0)));

        assertThat(known).containsExactly(true, true, false, false);
    }

    private void file(String path) throws IOException {
        Path file = input.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path.startsWith("outcomes/") ? "" : "{}");
    }

    private void restart() throws IOException {
        try (WorkFolder workFolder =
                new WorkFolder(folders(), counters, folders().beside())) {
            workFolder.start();
        }
    }

    private Folders folders() {
        return new Folders(
                place.resolve("inbox"),
                place.resolve("work"),
                place.resolve("results"),
                place.resolve("dead-letters"),
                place.resolve("done"),
                place.resolve("accounts"));
    }
}
