package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batch;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.SubmittedJob;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFolderTest {
    @TempDir
    Path root;

    private Scene scene;
    private Input input;
    private Path waiting;

    @BeforeEach
    void aBatchThatWaits() throws Exception {
        scene = new Scene(root);
        input = scene.cut("mails.jsonl", Scene.lines(2), 25);
        waiting = input.todo().resolve("000001.1.json");
    }

    @Test
    void aTakenBatchIsBeingPosted() throws Exception {
        Batch batch = scene.jobs.take(waiting.toFile());

        assertThat(batch.name()).isEqualTo("mails.jsonl/000001");
        assertThat(states()).containsExactly("posting/000001.1.json");
    }

    @Test
    void aBatchIsTakenOnce() throws Exception {
        scene.jobs.take(waiting.toFile());

        assertThat(scene.jobs.take(waiting.toFile())).isNull();
    }

    @Test
    void aSubmittedBatchIsAJobWithTheTimeOfItsPollInItsName() throws Exception {
        job();

        assertThat(states()).containsExactly("jobs/000001.1.1772366401000.0.json");
    }

    @Test
    void aJobThatIsPutBackHasTheTimeAndThePollOfItsName() throws Exception {
        SubmittedJob job = job();

        scene.jobs.later(job, job.pollAgain(scene.clock.instant().plusSeconds(3)));
        scene.jobs.polled(job);

        assertThat(states()).containsExactly("jobs/000001.1.1772366403000.1.json");
        SubmittedJob found = scene.jobs.poll(
                input.jobs().resolve("000001.1.1772366403000.1.json").toFile());
        assertThat(found).isEqualTo(job.at(scene.clock.instant().plusSeconds(3), 1));
    }

    @Test
    void aJobThatIsPolledToItsEndIsGone() throws Exception {
        SubmittedJob job = job();

        scene.jobs.polled(job);

        assertThat(states()).isEmpty();
        assertThat(scene.jobs.poll(
                        input.jobs().resolve("000001.1.1772366401000.0.json").toFile()))
                .isNull();
    }

    @Test
    void aBatchThatCantBeSubmittedRestsAndWaitsAgain() throws Exception {
        Batch batch = scene.jobs.take(waiting.toFile());

        scene.jobs.putBack(batch, 0);

        assertThat(states()).containsExactly("todo/000001.1.1772366405000.0.json");
        Batch again = scene.jobs.take(
                input.todo().resolve("000001.1.1772366405000.0.json").toFile());
        assertThat(again).isEqualTo(batch);
    }

    @Test
    void aJobThatCantBePolledRestsAndIsTheSamePoll() throws Exception {
        scene.jobs.rest(job());

        assertThat(states()).containsExactly("jobs/000001.1.1772366405000.0.json");
    }

    @Test
    void anotherTryWaitsForItsTime() throws Exception {
        SubmittedJob job = job();

        scene.jobs.put(job.again(
                job.documents(), Scene.failure(1), scene.clock.instant().plusSeconds(5)));
        scene.jobs.polled(job);

        assertThat(states()).containsExactly("todo/000001.2.1772366405000.0.json");
    }

    @Test
    void aTryThatIsKeptAlreadyIsNotKeptTwice() throws Exception {
        SubmittedJob job = job();
        Batch next = job.again(
                job.documents(), Scene.failure(1), scene.clock.instant().plusSeconds(5));
        scene.jobs.put(next);

        scene.jobs.put(job.again(
                job.documents(), Scene.failure(1), scene.clock.instant().plusSeconds(9)));

        assertThat(Scene.files(input.todo())).containsExactly("000001.2.1772366405000.0.json");
    }

    @Test
    void aTryThatIsBeingPostedIsNotKeptAgain() throws Exception {
        SubmittedJob job = job();
        Batch next = job.again(job.documents(), Scene.failure(1), scene.clock.instant());
        scene.jobs.put(next);
        scene.jobs.take(Durable.list(input.todo()).get(0).toFile());

        scene.jobs.put(next);

        assertThat(Scene.files(input.todo())).isEmpty();
    }

    @Test
    void aTryThatHasItsOutcomeIsNotKeptAgain() throws Exception {
        SubmittedJob job = job();
        Batch next = job.again(job.documents(), Scene.failure(1), scene.clock.instant());
        scene.outcomes.publish(Scene.results(next));

        scene.jobs.put(next);

        assertThat(Scene.files(input.todo())).isEmpty();
    }

    @Test
    void aFileThatIsNoJobRecordIsSetAsideAndItsInputStaysOpen() throws Exception {
        Files.writeString(waiting, "{\"v\":2}");

        assertThat(scene.jobs.take(waiting.toFile())).isNull();

        assertThat(states()).containsExactly("held/000001.1.json");
        assertThat(input.isQuiet()).isFalse();
        assertThat(Files.readString(input.folder().resolve("held/000001.1.json")))
                .isEqualTo("{\"v\":2}");
    }

    @Test
    void aJobOfANewerReleaseIsLeftForThatRelease() throws Exception {
        SubmittedJob job = job();
        Path file = ofNewerRelease(input.jobs().resolve(BatchFile.of(job).name()));

        assertThat(scene.jobs.poll(file.toFile())).isNull();

        assertThat(states()).containsExactly("jobs/000001.1.1772366460000.0.json");
        assertThat(input.isQuiet()).isFalse();
    }

    @Test
    void aBatchOfANewerReleaseIsLeftForThatRelease() throws Exception {
        assertThat(scene.jobs.take(ofNewerRelease(waiting).toFile())).isNull();

        assertThat(states()).containsExactly("todo/000001.1.1772366460000.0.json");
    }

    private static Path ofNewerRelease(Path file) throws Exception {
        return Files.writeString(
                file, Files.readString(file).replace("\"v\":" + JobRecord.VERSION, "\"v\":" + (JobRecord.VERSION + 1)));
    }

    @Test
    void theIdOfAnAcceptedJobIsWrittenWhereItsRoomWas() throws Exception {
        Object before = Files.readAttributes(waiting, BasicFileAttributes.class).fileKey();
        long size = Files.size(waiting);

        SubmittedJob job = job();

        Path kept = input.jobs().resolve(BatchFile.of(job).name());
        assertThat(Files.readAttributes(kept, BasicFileAttributes.class).fileKey())
                .isEqualTo(before);
        assertThat(kept).hasSize(size);
        assertThat(JobRecord.read(Files.readAllBytes(kept))).isEqualTo(job);
    }

    @Test
    void aBatchOfAnOlderReleaseGetsRoomBeforeItIsSubmitted() throws Exception {
        JobRecord batch = JobRecord.read(Files.readAllBytes(waiting));
        Files.write(waiting, Json.MAPPER.writeValueAsBytes(batch));

        assertThat(scene.jobs.take(waiting.toFile())).isEqualTo(batch);

        assertThat(JobRecordFile.hasRoom(input.posting().resolve("000001.1.json")))
                .isTrue();
    }

    @Test
    void aBatchWithoutAPlaceForItsJobIsNotTaken() throws Exception {
        Files.createFile(input.jobs());

        assertThat(scene.jobs.take(waiting.toFile())).isNull();

        assertThat(Scene.files(input.todo())).containsExactly("000001.1.1772366405000.0.json");
    }

    @Test
    void anAcceptedJobThatCantBeKeptIsRetriedUntilItIs() throws Exception {
        Batch batch = scene.jobs.take(waiting.toFile());
        SubmittedJob job = batch.submitted("default", "job-1", scene.clock.instant(), scene.clock.instant());
        Files.delete(input.jobs());
        Files.createFile(input.jobs());
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            CompletableFuture<Void> kept = CompletableFuture.runAsync(() -> scene.jobs.store(job, context));
            Awaitility.await().until(() -> !scene.storage.isOpen());

            assertThat(scene.storage.problem()).get().asString().contains("job job-1");

            Files.delete(input.jobs());
            Files.createDirectory(input.jobs());
            kept.get(10, TimeUnit.SECONDS);
        }
        assertThat(scene.storage.isOpen()).isTrue();
        assertThat(states()).containsExactly("jobs/000001.1.1772366400000.0.json");
    }

    private SubmittedJob job() throws Exception {
        Batch batch = scene.jobs.take(waiting.toFile());
        SubmittedJob job = batch.submitted(
                "default", "job-1", scene.clock.instant(), scene.clock.instant().plusSeconds(1));
        scene.jobs.put(job);
        scene.jobs.submitted(batch);
        return job;
    }

    /** The files of batches, with the folders that say their state. */
    private java.util.List<String> states() throws Exception {
        return Scene.files(input.folder()).stream()
                .filter(file -> file.matches("(todo|posting|jobs|held)/.*"))
                .toList();
    }
}
