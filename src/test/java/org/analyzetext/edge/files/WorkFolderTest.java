package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.analyzetext.edge.InputProgress;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Batch;
import org.analyzetext.job.SubmittedJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"results", "dead-letters", "done", "accounts"})
    void aSecondProcessThatWouldOverwriteFilesOfTheFirstIsRefused(String shared) {
        workFolder.start();
        Path other = root.resolve("other");
        WorkFolder second = new WorkFolder(
                Scene.folders(other),
                scene.counters,
                List.of(root.resolve("inbox"), root.resolve(shared), other.resolve("somewhere")));

        assertThatThrownBy(second::start)
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining(root.resolve(shared).toString())
                .hasMessageContaining("belongs to another running process");
    }

    @Test
    void anInboxMayBeShared() {
        workFolder.start();
        Path other = root.resolve("other");
        WorkFolder second = new WorkFolder(
                new Folders(
                        root.resolve("inbox"),
                        other.resolve("work"),
                        other.resolve("results"),
                        other.resolve("dead-letters"),
                        other.resolve("done"),
                        other.resolve("accounts")),
                scene.counters,
                List.of(root.resolve("inbox"), other.resolve("results")));

        second.start();

        assertThat(second.isStarted()).isTrue();
        second.stop();
    }

    @Test
    void whatIsSetAsideIsTakenUpByAStartThatCanReadIt() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(4), 2);
        Batch batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
        SubmittedJob job = batch.submitted("default", "job", scene.clock.instant(), scene.clock.instant());
        scene.jobs.put(job);
        Files.createDirectory(input.held());
        Path waiting = input.todo().resolve("000002.1.json");
        Files.move(waiting, input.held().resolve("000002.1.json"));
        Files.move(
                input.jobs().resolve(BatchFile.of(job).name()),
                input.held().resolve(BatchFile.of(job).name()));
        Files.writeString(input.held().resolve("000003.1.json"), "garbage");

        workFolder.start();

        assertThat(waiting).exists();
        assertThat(input.jobs().resolve(BatchFile.of(job).name())).exists();
        assertThat(Scene.files(input.held())).containsExactly("000003.1.json");
    }

    @Test
    void aFolderThatHasNeitherClaimNorSourceIsDropped() throws Exception {
        Path left = Files.createDirectories(scene.folders.work().resolve("mails.jsonl/source"))
                .getParent();
        Files.writeString(left.resolve(".tmp-input.json"), "{");

        workFolder.start();

        assertThat(left).doesNotExist();
    }

    @Test
    void theFolderThatEveryExtFileSystemHasIsLeftAlone() throws Exception {
        Path own = Files.createDirectory(scene.folders.work().resolve("lost+found"));

        workFolder.start();

        assertThat(own).exists();
        assertThat(workFolder.drained()).isTrue();
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

        assertThat(scene.folders.results()).isDirectory();
        assertThat(scene.folders.deadLetters()).isDirectory();
        assertThat(scene.folders.done()).isDirectory();
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
        Batch batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
        SubmittedJob job = batch.submitted("default", "job", scene.clock.instant(), scene.clock.instant());
        scene.jobs.put(job);
        scene.jobs.later(job, job.pollAgain(scene.clock.instant().plusSeconds(9)));

        workFolder.start();

        assertThat(Scene.files(input.todo())).isEmpty();
        assertThat(Scene.files(input.posting())).isEmpty();
        assertThat(Scene.files(input.jobs())).containsExactly("000001.1.1772366409000.1.json");
        assertThat(scene.counters.ambiguousSubmits()).isZero();
    }

    @Test
    void aBatchThatHasItsOutcomeIsNotAmbiguous() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(1), 2);
        Batch batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
        scene.outcomes.publish(Scene.dead(batch));

        workFolder.start();

        assertThat(input.isQuiet()).isTrue();
        assertThat(scene.counters.ambiguousSubmits()).isZero();
    }

    @Test
    void aRefusedBatchOfWhichOneHalfIsKeptIsHalvedAndNotSentAgain() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        Batch batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
        scene.jobs.put(batch.halves().get(0));

        workFolder.start();

        assertThat(Scene.files(input.todo())).containsExactly("000001-1.1.json", "000001-2.1.json");
    }

    @Test
    void aRefusedBatchOfWhichBothHalvesAreKeptIsNotAmbiguous() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        Batch batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
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
        Files.createFile(Files.createDirectory(scene.folders.work().resolve("holiday-pictures"))
                .resolve("sea.jpg"));

        assertThatThrownBy(workFolder::start)
                .hasMessageContaining("holiday-pictures")
                .hasMessageContaining("move it out of the work folder");
    }

    @Test
    void progressIsReadFromTheNames() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(5), 2);
        Batch batch = scene.jobs.take(input.todo().resolve("000001.1.json").toFile());
        scene.jobs.put(batch.submitted("default", "job", scene.clock.instant(), scene.clock.instant()));
        scene.jobs.submitted(batch);

        assertThat(workFolder.progress())
                .containsExactly(new InputProgress("mails.jsonl", 5, 3, 3, 1, input.receivedAt()));
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
