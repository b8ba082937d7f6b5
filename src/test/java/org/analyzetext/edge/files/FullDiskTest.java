package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.analyzetext.job.Batch;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.SubmittedJob;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    @TempDir
    Path root;

    private SmallDisk disk;
    private Scene scene;
    private Input input;

    @BeforeEach
    void batchesOnADiskOfTheirOwn() throws Exception {
        disk = SmallDisk.mount(root.resolve("disk"), 1024);
        scene = new Scene(root.resolve("disk"));
        input = scene.cut("mails.jsonl", Scene.lines(10), 5);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void aJobIsKeptOnAFullDisk() throws Exception {
        Batch batch = take();
        disk.fill();
        SubmittedJob job = job(batch);

        scene.jobs.put(job);
        scene.jobs.submitted(batch);

        assertThat(JobRecord.read(Files.readAllBytes(
                        input.jobs().resolve(BatchFile.of(job).name()))))
                .isEqualTo(job);
        assertThat(Durable.list(input.posting())).isEmpty();
    }

    @Test
    void ambiguousSubmitsAreCountedDurablyOnAFullDisk() throws Exception {
        Batch batch = take();
        disk.fill();

        scene.jobs.putBack(batch, 2);

        assertThat(JobRecord.read(Files.readAllBytes(Durable.list(input.todo()).get(0)))
                        .ambiguous())
                .isEqualTo(2);
    }

    @Test
    void answersThatCantBeKeptStopAllSubmitsUntilThereIsRoom() throws Exception {
        SubmittedJob job = job(take());
        scene.jobs.put(job);
        disk.fill();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();

            assertThatThrownBy(() -> scene.outcomes.publish(Scene.results(job)))
                    .isInstanceOfSatisfying(IOException.class, full -> scene.jobs.postpone(job, full, context));

            assertThat(scene.storage.problem()).get().asString().contains("No space left");
            assertThat(Durable.list(input.jobs())).hasSize(1);

            scene.jobs.checkStorage();
            assertThat(scene.storage.isOpen()).isFalse();
            disk.free();
            scene.jobs.checkStorage();

            assertThat(scene.storage.isOpen()).isTrue();
            scene.outcomes.publish(Scene.results(job));
        }
    }

    @Test
    void aJobOnADiskThatBecameReadOnlyIsHeldUntilItCanBeKept() throws Exception {
        Batch batch = take();
        SubmittedJob job = job(batch);
        disk.readOnly(true);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            CompletableFuture<Void> kept = CompletableFuture.runAsync(() -> scene.jobs.store(job, context));
            Awaitility.await().until(() -> !scene.storage.isOpen());

            disk.readOnly(false);

            kept.get(10, TimeUnit.SECONDS);
        }
        assertThat(Durable.list(input.jobs())).hasSize(1);
        assertThat(scene.storage.isOpen()).isTrue();
    }

    @Test
    void aCutThatFindsNoRoomLeavesNothingBehind() throws Exception {
        scene.claim("more.jsonl", Scene.lines(200));
        disk.fill();
        Input more = scene.inputs().get(1);

        assertThatThrownBy(() -> scene.cutter(2)
                        .cut(more.folder().resolve(Input.CLAIM_FILE).toFile()))
                .isInstanceOf(IOException.class);

        assertThat(Scene.files(more.folder())).isEqualTo(List.of("input.json", "source/more.jsonl"));
    }

    private Batch take() throws Exception {
        return scene.jobs.take(Durable.list(input.todo()).get(0).toFile());
    }

    private SubmittedJob job(Batch batch) {
        return batch.submitted("default", "job-" + batch.name(), scene.clock.instant(), scene.clock.instant());
    }
}
