package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.analyzetext.edge.KeptOutcomes;
import org.analyzetext.job.Batch;
import org.analyzetext.job.SubmittedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What became of documents, counted from the work folder and the accounts. */
class FilesOutcomesTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path root;

    private Scene scene;
    private FilesOutcomes outcomes;

    @BeforeEach
    void prepare() {
        scene = new Scene(root);
        outcomes = new FilesOutcomes(scene.folders);
    }

    @Test
    void outcomesOfAnOpenInputAreCountedOnceAndTheNewOnesAdded() throws Exception {
        Input input = scene.cut("mails.jsonl", "bad\n" + Scene.lines(6), 2);
        List<Path> waiting = Durable.list(input.todo());
        publish(waiting.get(0), false);

        KeptOutcomes first = outcomes.read(LONG);
        publish(waiting.get(1), false);
        publish(waiting.get(2), true);
        KeptOutcomes second = outcomes.read(LONG);

        assertThat(first.results()).isEqualTo(2);
        assertThat(first.deadLetters()).isEqualTo(Map.of("InvalidJson", 1L));
        assertThat(second.results()).isEqualTo(4);
        assertThat(second.found()).isEqualTo(Map.of("intent", Map.of("Sports", 4L)));
        assertThat(second.deadLetters()).isEqualTo(Map.of("InvalidJson", 1L, "InvalidDocument", 2L));
        assertThat(second.complete()).isTrue();
        assertThat(outcomes.read(LONG)).isEqualTo(second);
    }

    @Test
    void inputThatEndsIsCountedFromItsAccountAndNotTwice() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(4), 2);
        scene.answerAll(input);
        KeptOutcomes open = outcomes.read(LONG);

        scene.join(input);

        assertThat(input.folder()).doesNotExist();
        assertThat(outcomes.read(LONG)).isEqualTo(open);
        assertThat(new FilesOutcomes(scene.folders).read(LONG)).isEqualTo(open);
        assertThat(open.found()).isEqualTo(Map.of("intent", Map.of("Sports", 4L)));
    }

    @Test
    void withoutTimeItSaysThatItIsNotThroughAndContinuesTheNextTime() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(4), 2);
        scene.answerAll(input);

        assertThat(outcomes.read(Duration.ZERO).complete()).isFalse();

        KeptOutcomes whole = outcomes.read(LONG);
        assertThat(whole.complete()).isTrue();
        assertThat(whole.results()).isEqualTo(4);
    }

    @Test
    void whatIsNoAccountAmongTheAccountsIsPassedOver() throws Exception {
        Files.createDirectories(scene.folders.accounts().resolve("folder.json"));
        Files.writeString(scene.folders.accounts().resolve("notes.json"), "not ours");

        assertThat(outcomes.read(LONG).results()).isZero();
        assertThat(outcomes.read(LONG).complete()).isTrue();
    }

    private void publish(Path todo, boolean dead) throws Exception {
        Batch batch = scene.jobs.take(todo.toFile());
        SubmittedJob job =
                batch.submitted("default", "job-" + batch.name(), scene.clock.instant(), scene.clock.instant());
        scene.jobs.put(job);
        scene.jobs.submitted(batch);
        scene.outcomes.publish(dead ? Scene.dead(job) : Scene.results(job));
        scene.jobs.polled(job);
    }
}
