package org.analyzetext.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.analyzetext.AnalyzeTextException;
import org.analyzetext.job.JobRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    @TempDir
    Path root;

    private Scene scene;
    private WorkFolder workFolder;

    @BeforeEach
    void notStarted() {
        scene = new Scene(root);
        workFolder = new WorkFolder(scene.folders, scene.counters, scene.folders.beside());
    }

    @AfterEach
    void stop() {
        workFolder.stop();
    }

    @Test
    void aSecondProcessIsRefusedWithTheFolderAndTheWayOut() {
        workFolder.start();
        WorkFolder second = new WorkFolder(scene.folders, scene.counters, scene.folders.beside());

        assertThatThrownBy(second::start)
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining(scene.folders.work().toString())
                .hasMessageContaining("belongs to another running process")
                .hasMessageContaining("analyze-text.files.work");
    }

    @Test
    void aFolderThatWasLetGoCanBeTaken() {
        workFolder.start();
        workFolder.stop();
        WorkFolder second = new WorkFolder(scene.folders, scene.counters, scene.folders.beside());

        second.start();

        assertThat(second.isStarted()).isTrue();
        second.stop();
    }

    @Test
    void allFoldersAreMade() {
        workFolder.start();

        assertThat(scene.folders.results()).isEmptyDirectory();
        assertThat(scene.folders.deadLetters()).isEmptyDirectory();
        assertThat(scene.folders.done()).isEmptyDirectory();
        assertThat(scene.folders.inbox()).isEmptyDirectory();
    }

    @Test
    void aBatchThatWasBeingPostedIsAmbiguousAndWaitsAgain() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(4), 2);
        scene.jobs.take(input.todo().resolve("000001.1.json").toFile());

        workFolder.start();

        assertThat(Scene.files(input.todo())).containsExactly("000001.1.json", "000002.1.json");
        assertThat(Scene.files(input.posting())).isEmpty();
        assertThat(scene.counters.ambiguousSubmits()).isEqualTo(1);
    }

    @Test
    void aBatchWhoseJobIsKeptIsNotAmbiguous() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        JobRecord batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
        JobRecord job = batch.submitted("job", scene.clock.instant(), scene.clock.instant());
        scene.jobs.put(job);
        scene.jobs.later(job, job.lookAgain(scene.clock.instant().plusSeconds(9)));

        workFolder.start();

        assertThat(Scene.files(input.todo())).isEmpty();
        assertThat(Scene.files(input.posting())).isEmpty();
        assertThat(Scene.files(input.jobs())).containsExactly("000001.1.1772366409000.1.json");
        assertThat(scene.counters.ambiguousSubmits()).isZero();
    }

    @Test
    void aBatchThatHasItsFateIsNotAmbiguous() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(1), 2);
        JobRecord batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
        scene.fates.publish(Scene.dead(batch));

        workFolder.start();

        assertThat(input.isQuiet()).isTrue();
        assertThat(scene.counters.ambiguousSubmits()).isZero();
    }

    @Test
    void aRefusedBatchOfWhichOneHalfIsKeptIsHalvedAndNotSentAgain() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        JobRecord batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
        scene.jobs.put(batch.halves().get(0));

        workFolder.start();

        assertThat(Scene.files(input.todo())).containsExactly("000001-1.1.json", "000001-2.1.json");
    }

    @Test
    void aRefusedBatchOfWhichBothHalvesAreKeptIsNotAmbiguous() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        JobRecord batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
        scene.jobs.put(batch.halves().get(0));
        scene.jobs.put(batch.halves().get(1));

        workFolder.start();

        assertThat(Scene.files(input.todo())).containsExactly("000001-1.1.json", "000001-2.1.json");
        assertThat(scene.counters.ambiguousSubmits()).isZero();
    }

    @Test
    void aCutThatWasNotCompleteIsThrownAway() throws Exception {
        scene.claim("mails.jsonl", Scene.lines(2));
        Input input = scene.only();
        Files.createDirectory(input.cut());
        Files.writeString(input.cut().resolve("000001.1.json"), "half");

        workFolder.start();

        assertThat(input.cut()).doesNotExist();
        assertThat(input.sourceFiles()).hasSize(1);
    }

    @Test
    void aClaimWhoseFileIsStillInTheInboxIsThrownAway() throws Exception {
        Path file = scene.put("mails.jsonl", Scene.lines(2));
        scene.inbox.claim(file);
        Files.move(scene.only().sourceFiles().get(0), file);

        workFolder.start();

        assertThat(scene.inputs()).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void anInputThatWasBeingClearedAwayIsGone() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        Files.move(input.folder(), scene.folders.work().resolve(Joiner.TRASH + "mails.jsonl"));

        workFolder.start();

        assertThat(Scene.files(scene.folders.work())).containsExactly(".lock");
    }

    @Test
    void aFolderThatIsNoInputOfOursIsRefused() throws Exception {
        Files.createDirectory(scene.folders.work().resolve("holiday-pictures"));

        assertThatThrownBy(workFolder::start)
                .hasMessageContaining("holiday-pictures")
                .hasMessageContaining("move it out of the work folder");
    }

    @Test
    void progressIsReadFromTheNames() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(5), 2);
        JobRecord batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
        scene.jobs.put(batch.submitted("job", scene.clock.instant(), scene.clock.instant()));
        scene.jobs.submitted(batch);

        assertThat(workFolder.progress()).containsExactly(new WorkFolder.Progress("mails.jsonl", 5, 3, 3, 1));
    }

    @Test
    void nothingInTheInboxAndNothingUnderWayIsDrained() throws Exception {
        assertThat(workFolder.drained()).isTrue();
        scene.put("readme.md", "no input");
        scene.put(".hidden/a.txt", "no input");
        assertThat(workFolder.drained()).isTrue();

        Path text = scene.put("a.txt", "text");
        assertThat(workFolder.drained()).isFalse();
        scene.inbox.claim(text);
        assertThat(workFolder.drained()).isFalse();
        scene.clock.move(Duration.ofSeconds(1));
        scene.inbox.closeGroupWhenQuiet();
        assertThat(workFolder.drained()).isFalse();
    }
}
