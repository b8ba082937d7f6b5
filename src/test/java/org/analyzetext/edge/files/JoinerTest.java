package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.analyzetext.document.Document;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.observe.RunCounters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinerTest {
    @TempDir
    Path root;

    private Scene scene;

    @BeforeEach
    void emptyInbox() {
        scene = new Scene(root);
    }

    @Test
    void resultsAreJoinedInTheOrderOfTheDocuments() throws Exception {
        Input input = scene.cut("sub/mails.jsonl", Scene.lines(7), 2);
        scene.answerAll(input);

        scene.join(input);

        assertThat(Scene.read(scene.folders.results().resolve("sub/mails.jsonl")))
                .extracting(result -> result.path("id").asText())
                .containsExactly("id-1", "id-2", "id-3", "id-4", "id-5", "id-6", "id-7");
    }

    @Test
    void aCompleteInputMovesToDoneAndLeavesNothingInTheWorkFolder() throws Exception {
        Input input = scene.cut("sub/mails.jsonl", Scene.lines(3), 2);
        scene.answerAll(input);

        scene.join(input);

        assertThat(Scene.files(scene.folders.done())).containsExactly("sub/mails.jsonl");
        assertThat(Scene.files(scene.folders.work())).isEmpty();
        assertThat(Scene.files(scene.folders.results())).containsExactly("sub/mails.jsonl");
        assertThat(Scene.files(scene.folders.deadLetters())).isEmpty();
        assertThat(scene.counters.results()).isEqualTo(3);
    }

    @Test
    void deadLettersOfTheCutAndOfBatchesAreMergedInOrder() throws Exception {
        Input input =
                scene.cut("mails.jsonl", "bad 1\n" + Scene.lines(2) + "bad 4\n" + Scene.lines(3) + "bad 8\nbad 9\n", 2);
        publish(input, "000001", 2L);
        publish(input, "000002", 5L, 6L);
        publish(input, "000003");

        scene.join(input);

        assertThat(ordinals(scene.folders.deadLetters())).containsExactly(1L, 2L, 4L, 5L, 6L, 8L, 9L);
        assertThat(ordinals(scene.folders.results())).containsExactly(3L, 7L);
        assertThat(scene.counters.deadLetters()).isEqualTo(7);
    }

    @Test
    void deadLettersOfAnInputThatIsCompleteAreKnownThoughAnEarlierProcessWroteThem() throws Exception {
        Input input = scene.cut("mails.jsonl", "bad 1\n" + Scene.lines(1), 2);
        publish(input, "000001", 2L);

        RunCounters next = new RunCounters();
        new Joiner(scene.folders, scene.reader(), scene.tasks, Scene.PLAIN, next, new InputReports(null), scene.clock)
                .join(input.folder().resolve(Input.MANIFEST_FILE).toFile());

        assertThat(next.deadLetters()).isZero();
        assertThat(next.deadLettersOfCompleted()).isEqualTo(2);
    }

    @Test
    void aFinishedInputHasAPageOfItsOwnWhereAFolderIsSetForThem() throws Exception {
        Input input = scene.cut("sub/mails.jsonl", "bad 1\n" + Scene.lines(3), 2);
        scene.answerAll(input);
        Path reports = root.resolve("reports");

        new Joiner(
                        scene.folders,
                        scene.reader(),
                        scene.tasks,
                        Scene.PLAIN,
                        scene.counters,
                        new InputReports(reports),
                        scene.clock)
                .join(input.folder().resolve(Input.MANIFEST_FILE).toFile());

        assertThat(Scene.files(reports)).containsExactly("sub/mails.jsonl.html");
        assertThat(Files.readString(reports.resolve("sub/mails.jsonl.html")))
                .contains(
                        "Report of sub/mails.jsonl",
                        "<b>3</b>results",
                        "<b>1</b>dead letters",
                        "Sports",
                        "InvalidJson");
    }

    @Test
    void triesAndHalvesOfABatchAreJoinedInOrder() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(4), 4);
        Batch batch = scene.jobs.take(Durable.list(input.todo()).get(0).toFile());
        scene.jobs.submitted(batch);
        SubmittedJob second =
                batch.halves().get(1).submitted("default", "job-2", scene.clock.instant(), scene.clock.instant());
        SubmittedJob first =
                batch.halves().get(0).submitted("default", "job-1", scene.clock.instant(), scene.clock.instant());
        SubmittedJob again = first.again(first.documents().subList(0, 1), Scene.failure(1), scene.clock.instant())
                .submitted("default", "job-3", scene.clock.instant(), scene.clock.instant());
        scene.outcomes.publish(Scene.results(second));
        scene.outcomes.publish(Scene.results(again));
        scene.outcomes.publish(new BatchOutcome(
                first,
                List.of(Scene.result(first, first.documents().get(1))),
                List.of(),
                List.of(first.again(first.documents().subList(0, 1), Scene.failure(1), scene.clock.instant()))));

        scene.join(input);

        assertThat(Scene.read(scene.folders.results().resolve("mails.jsonl")))
                .extracting(result -> result.path("id").asText() + " "
                        + result.path("job").path("id").asText())
                .containsExactly("id-1 job-3", "id-2 job-1", "id-3 job-2", "id-4 job-2");
    }

    @Test
    void aCsvInputIsACsvWithMoreColumns() throws Exception {
        Input input = scene.cut("reviews.csv", "id,text,stars\na,\"good, very\",5\nb,,1\nc,bad,2\n", 25);
        scene.answerAll(input);

        scene.join(input);

        assertThat(scene.folders.results().resolve("reviews.csv")).hasContent("""
                id,text,stars,category,confidence,task,project,deployment,published,job_id
                a,"good, very",5,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,job-reviews.csv/000001
                c,bad,2,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,job-reviews.csv/000001
                """);
        assertThat(Scene.read(scene.folders.deadLetters().resolve("reviews.csv.jsonl")))
                .extracting(letter -> letter.path("code").asText())
                .containsExactly("EmptyText");
    }

    @Test
    void textsAreOneInputWithTheirOwnPathsInDone() throws Exception {
        scene.claim("a/1.txt", "one");
        scene.claim("2.txt", "two");
        scene.clock.move(Duration.ofSeconds(1));
        scene.inbox.closeGroupWhenQuiet();
        Input input = scene.only();
        scene.cutter(25).cut(input.folder().resolve(Input.CLAIM_FILE).toFile());
        scene.answerAll(input);

        scene.join(input);

        assertThat(Scene.files(scene.folders.done())).containsExactly("texts/2.txt", "texts/a/1.txt");
        assertThat(Scene.read(scene.folders.results().resolve("texts.jsonl")))
                .extracting(result -> result.path("source").path("file").asText())
                .containsExactly("2.txt", "a/1.txt");
    }

    @Test
    void anEmptyInputHasAnEmptyResult() throws Exception {
        Input input = scene.cut("mails.jsonl", "\n", 25);

        scene.join(input);

        assertThat(scene.folders.results().resolve("mails.jsonl")).isEmptyFile();
        assertThat(Scene.files(scene.folders.done())).containsExactly("mails.jsonl");
    }

    @Test
    void anIncompleteInputIsNotPublished() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(4), 2);
        publish(input, "000001", 1L);
        Files.delete(input.todo().resolve("000002.1.json"));

        assertThatThrownBy(() -> scene.join(input))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("has 4 documents, but 2 of them have a result or a dead letter");

        assertThat(Scene.files(scene.folders.results())).isEmpty();
        assertThat(Scene.files(scene.folders.deadLetters())).isEmpty();
        assertThat(Scene.files(scene.folders.done())).isEmpty();
        assertThat(input.sourceFiles()).hasSize(1);
    }

    @Test
    void aJoinThatWasKilledBeforeTheInputMovedGivesTheSameBytes() throws Exception {
        Input input = mixed();
        Path copy = root.resolve("copy");
        copyTree(scene.folders.work(), copy);
        scene.join(input);
        List<byte[]> first = published();
        copyTree(copy, scene.folders.work());
        Files.delete(scene.folders.done().resolve("mails.jsonl"));

        scene.join(input);

        assertThat(published()).usingRecursiveComparison().isEqualTo(first);
        assertThat(Scene.files(scene.folders.work())).isEmpty();
    }

    @Test
    void aJoinThatWasKilledAfterTheDeadLettersGivesTheSameBytes() throws Exception {
        Input input = mixed();
        Path copy = root.resolve("copy");
        copyTree(scene.folders.work(), copy);
        scene.join(input);
        List<byte[]> first = published();
        copyTree(copy, scene.folders.work());
        Files.delete(scene.folders.done().resolve("mails.jsonl"));
        Files.move(
                scene.folders.results().resolve("mails.jsonl"),
                scene.folders.results().resolve(".tmp-mails.jsonl"));

        scene.join(input);

        assertThat(published()).usingRecursiveComparison().isEqualTo(first);
        assertThat(Scene.files(scene.folders.results())).containsExactly("mails.jsonl");
    }

    @Test
    void aJoinThatWasKilledAfterTheInputMovedIsOnlyClearedAway() throws Exception {
        Input input = mixed();
        Path copy = root.resolve("copy");
        copyTree(scene.folders.work(), copy);
        scene.join(input);
        List<byte[]> first = published();
        copyTree(copy, scene.folders.work());
        Files.delete(input.sourceFiles().get(0));

        scene.join(input);

        assertThat(published()).usingRecursiveComparison().isEqualTo(first);
        assertThat(Scene.files(scene.folders.work())).isEmpty();
        assertThat(Scene.files(scene.folders.done())).containsExactly("mails.jsonl");
    }

    @Test
    void aGroupThatMovedInPartMovesWhole() throws Exception {
        scene.claim("1.txt", "one");
        scene.claim("2.txt", "two");
        scene.clock.move(Duration.ofSeconds(1));
        scene.inbox.closeGroupWhenQuiet();
        Input input = scene.only();
        scene.cutter(25).cut(input.folder().resolve(Input.CLAIM_FILE).toFile());
        scene.answerAll(input);
        Files.createDirectories(scene.folders.done().resolve("texts"));
        Files.move(
                input.sourceFiles().get(0),
                scene.folders.done().resolve("texts").resolve("1.txt"));

        scene.join(input);

        assertThat(Scene.files(scene.folders.done())).containsExactly("texts/1.txt", "texts/2.txt");
        assertThat(Scene.read(scene.folders.results().resolve("texts.jsonl"))).hasSize(2);
    }

    private Input mixed() throws Exception {
        Input input = scene.cut("mails.jsonl", "bad 1\n" + Scene.lines(4), 2);
        publish(input, "000001", 2L);
        publish(input, "000002");
        return input;
    }

    /** Ends a batch: the documents of these ordinals as dead letters, the others as results. */
    private void publish(Input input, String batch, Long... dead) throws Exception {
        Batch taken = scene.jobs.take(input.todo().resolve(batch + ".1.json").toFile());
        scene.jobs.submitted(taken);
        SubmittedJob job = taken.submitted("default", "job", scene.clock.instant(), scene.clock.instant());
        List<Long> letters = List.of(dead);
        scene.outcomes.publish(new BatchOutcome(
                job,
                job.documents().stream()
                        .filter(document -> !letters.contains(ordinal(document)))
                        .map(document -> Scene.result(job, document))
                        .toList(),
                job.documents().stream()
                        .filter(document -> letters.contains(ordinal(document)))
                        .map(document -> Scene.letter(job, document))
                        .toList(),
                List.of()));
    }

    private static long ordinal(Document document) {
        return ((org.analyzetext.document.FilePosition) document.source()).ordinal();
    }

    private static List<Long> ordinals(Path folder) throws Exception {
        return Scene.read(folder.resolve("mails.jsonl")).stream()
                .map(node -> node.path("source").path("ordinal").asLong())
                .toList();
    }

    private List<byte[]> published() throws Exception {
        return List.of(
                Files.readAllBytes(scene.folders.results().resolve("mails.jsonl")),
                Files.readAllBytes(scene.folders.deadLetters().resolve("mails.jsonl")));
    }

    private static void copyTree(Path from, Path to) throws Exception {
        for (String file : Scene.files(from)) {
            Files.createDirectories(to.resolve(file).getParent());
            Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        for (String folder : List.of("todo")) {
            Files.createDirectories(to.resolve("mails.jsonl").resolve(folder));
        }
    }
}
