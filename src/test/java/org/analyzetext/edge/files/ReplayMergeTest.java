package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.analyzetext.account.DeadLetterRecords;
import org.analyzetext.account.Selection;
import org.analyzetext.account.Window;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.SubmittedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of replays, put where the results of their inputs are. */
class ReplayMergeTest {
    @TempDir
    Path root;

    private Scene scene;
    private CsvSettings csv = Scene.PLAIN;

    @BeforeEach
    void emptyInbox() {
        scene = new Scene(root);
    }

    @Test
    void linesComeInTheOrderOfTheirDocumentsWithTheirFirstSource() throws Exception {
        answered("mails.jsonl", Scene.lines(4));
        replayed("replay-mails.jsonl");

        List<ReplayMerge.Merged> merged = merge();

        assertThat(merged).singleElement().satisfies(each -> assertThat(each.results())
                .isEqualTo(2));
        assertThat(Scene.read(scene.folders.results().resolve("mails.jsonl")))
                .extracting(line -> line.path("id").asText() + " "
                        + line.path("source").path("file").asText() + "#"
                        + line.path("source").path("ordinal").asText())
                .containsExactly(
                        "id-1 mails.jsonl#1", "id-2 mails.jsonl#2", "id-3 mails.jsonl#3", "id-4 mails.jsonl#4");
        assertThat(Scene.files(scene.folders.results())).containsExactly("mails.jsonl");
        assertThat(merge()).isEmpty();
    }

    @Test
    void rowsComeToTheirPlace() throws Exception {
        String rows = "id,text,amount\n1,\"one, quoted\",10\n2,two,20\n3,three,30\n4,four,40\n";
        answered("mails.csv", rows);
        replayed("replay-mails.csv.jsonl");

        merge();

        assertThat(Files.readString(scene.folders.results().resolve("mails.csv")))
                .isEqualTo("""
                        id,text,amount,category,confidence,task,project,deployment,published,job_id
                        1,"one, quoted",10,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,job
                        2,two,20,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,job-replay-mails.csv.jsonl/000001
                        3,three,30,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,job
                        4,four,40,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,job-replay-mails.csv.jsonl/000001
                        """);
    }

    @Test
    void rowsOfAFileThatHadOtherColumnsKeepWhatStandsThere() throws Exception {
        answered("mails.csv", "id,text\n1,one\n2,two\n3,three\n4,four\n");
        Path results = scene.folders.results().resolve("mails.csv");
        // As an older release wrote it.
        Files.writeString(results, "id,text,category,confidence,job_id\n1,one,Art,0.50,job\n3,three,Art,0.60,job\n");
        replayed("replay-mails.csv.jsonl");
        csv = new CsvSettings(true, false);

        merge();

        assertThat(results).hasContent("""
                id,text,category,confidence,job_id,task,project,deployment,published,confidence_Sports
                1,one,Art,0.50,job,,,,,
                2,two,Sports,0.90,job-replay-mails.csv.jsonl/000001,intent,Intents,production,2026-03-01 12:00:00,0.90
                3,three,Art,0.60,job,,,,,
                4,four,Sports,0.90,job-replay-mails.csv.jsonl/000001,intent,Intents,production,2026-03-01 12:00:00,0.90
                """);
    }

    @Test
    void aColumnOfAClassIsOneWhetherItsRowsWereReplayedOrNot() throws Exception {
        csv = new CsvSettings(true, true);
        answered("mails.csv", "id,text,confidence_Sports\n1,=one,x\n2,two,x\n3,three,x\n4,=four,x\n");
        replayed("replay-mails.csv.jsonl");

        merge();

        assertThat(Files.readAllLines(scene.folders.results().resolve("mails.csv")))
                .extracting(row -> row.replaceFirst("job[^,]*", "j"))
                .containsExactly(
                        "id,text,confidence_Sports,category,confidence,task,project,deployment,published,j,"
                                + "confidence_Sports_2",
                        "1,'=one,x,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,j,0.90",
                        "2,two,x,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,j,0.90",
                        "3,three,x,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,j,0.90",
                        "4,'=four,x,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,j,0.90");
    }

    @Test
    void aSecondReplayOfTheSameInputIsMergedToo() throws Exception {
        answered("mails.csv", "id,text\n1,one\n2,two\n3,three\n4,four\n");
        replay(new Selection(Set.of("code-2"), Window.ALL, false, false));
        takeReplay("replay-mails.csv.jsonl");
        merge();
        replay(new Selection(Set.of(), Window.ALL, false, false));
        takeReplay("replay-mails.csv~2.jsonl");

        merge();

        assertThat(Files.readAllLines(scene.folders.results().resolve("mails.csv")))
                .extracting(row -> row.substring(0, row.indexOf(',', row.indexOf(',') + 1)))
                .containsExactly("id,text", "1,one", "2,two", "3,three", "4,four");
    }

    /** Every state that a kill can leave; the results are merged once when the command has run again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void mergeThatWasKilledIsFinishedByTheNext(int steps) throws Exception {
        answered("mails.jsonl", Scene.lines(4));
        replayed("replay-mails.jsonl");
        Path results = scene.folders.results().resolve("mails.jsonl");
        byte[] before = Files.readAllBytes(results);
        byte[] replay = Files.readAllBytes(scene.folders.results().resolve("replay-mails.jsonl"));
        merge();
        byte[] after = Files.readAllBytes(results);
        Path of = scene.folders.deadLetters().resolve("replayed/.of");
        // Back to where it was killed: after the file was written aside, half or whole, and after it became valid.
        if (steps < 3) {
            Files.delete(of.resolve(".merged-replay-mails.jsonl"));
            Files.write(scene.folders.results().resolve("replay-mails.jsonl"), replay);
        }
        Files.write(of.resolve(steps == 1 ? ".tmp-.aside-replay-mails.jsonl" : ".aside-replay-mails.jsonl"), after);
        Files.write(results, before);

        merge();

        assertThat(Files.readAllBytes(results)).isEqualTo(after);
        assertThat(Scene.files(scene.folders.results())).containsExactly("mails.jsonl");
        assertThat(Files.exists(of.resolve(".aside-replay-mails.jsonl"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u65e5"})
    void anInputOfTheLongestNameIsReplayedTwiceAndMerged(String letter) throws Exception {
        String longest = letter.repeat((255 - ".csv".length()) / InputName.bytes(letter)) + ".csv";
        String name = InputName.of(longest);
        answered(longest, "id,text\n1,one\n2,two\n3,three\n4,four\n");
        for (Selection selection : List.of(
                new Selection(Set.of("code-2"), Window.ALL, false, false),
                new Selection(Set.of(), Window.ALL, false, false))) {
            replay(selection);
            takeReplay(Scene.files(scene.folders.inbox()).get(0));

            assertThat(merge()).hasSize(1);
        }

        assertThat(Files.readAllLines(scene.folders.results().resolve(name)))
                .extracting(row -> row.substring(0, row.indexOf(',', row.indexOf(',') + 1)))
                .containsExactly("id,text", "1,one", "2,two", "3,three", "4,four");
        assertThat(new AccountBook(scene.folders).accounts())
                .filteredOn(account -> account.input().equals(name))
                .singleElement()
                .satisfies(account -> assertThat(account.again().rescued()).isEqualTo(2));
        assertThat(Scene.files(scene.folders.results())).containsExactly(name);
    }

    @Test
    void anInputThatIsNotInDoneAnyMoreIsNamedAndDelaysNoOther() throws Exception {
        String rows = "id,text\n1,one\n2,two\n3,three\n4,four\n";
        answered("a.csv", rows);
        replayed("replay-a.csv.jsonl");
        answered("b.csv", rows);
        replayed("replay-b.csv.jsonl");
        Path away = root.resolve("a.csv");
        Files.move(scene.folders.done().resolve("a.csv"), away);
        Path results = scene.folders.results().resolve("a.csv");
        String before = Files.readString(results);

        ReplayMerge.Report report = report();

        assertThat(report.merged()).extracting(ReplayMerge.Merged::replay).containsExactly("replay-b.csv.jsonl");
        assertThat(report.refused())
                .singleElement()
                .asString()
                .contains(
                        "replay-a.csv.jsonl",
                        scene.folders.done().resolve("a.csv").toString());
        assertThat(results).hasContent(before);

        Files.move(away, scene.folders.done().resolve("a.csv"));
        assertThat(merge()).extracting(ReplayMerge.Merged::replay).containsExactly("replay-a.csv.jsonl");
    }

    @Test
    void theAccountTellsWhichReplayedDocumentsGotAResult() throws Exception {
        answered("mails.jsonl", Scene.lines(4));
        replayed("replay-mails.jsonl");

        assertThat(new AccountBook(scene.folders).accounts())
                .filteredOn(account -> account.input().equals("mails.jsonl"))
                .singleElement()
                .satisfies(account -> {
                    assertThat(account.again().replayed()).isEqualTo(2);
                    assertThat(account.again().rescued()).isEqualTo(2);
                });
    }

    /** An input of four documents: the second and the fourth are dead letters. */
    private void answered(String name, String content) throws Exception {
        Input input = scene.cut(name, content, 10);
        Batch batch = scene.jobs.take(Durable.list(input.todo()).get(0).toFile());
        SubmittedJob job = batch.submitted("default", "job", Batches.NOW, Batches.NOW);
        scene.outcomes.publish(new BatchOutcome(
                job,
                List.of(
                        Scene.result(job, job.documents().get(0)),
                        Scene.result(job, job.documents().get(2))),
                List.of(
                        Scene.letter(job, job.documents().get(1)),
                        Scene.letter(job, job.documents().get(3))),
                List.of()));
        scene.jobs.submitted(batch);
        scene.join(input, csv);
        Path letters = scene.folders.deadLetters().resolve(Joiner.deadLetterName(InputName.of(name)));
        String lost = Files.readString(letters).replace("\"retryable\":false", "\"retryable\":true");
        Files.writeString(letters, lost.replaceFirst("\"code\":\"InvalidDocument\"", "\"code\":\"code-2\""));
    }

    private void replayed(String target) throws Exception {
        replay(new Selection(Set.of(), Window.ALL, false, false));
        takeReplay(target);
    }

    private void replay(Selection selection) throws IOException {
        FileReplay replay = new FileReplay(
                scene.folders, new DeadLetterRecords(new DocumentFields("/id", "/text", "/language")), selection);
        for (Path file : replay.files()) {
            replay.replay(file);
        }
    }

    private void takeReplay(String name) throws Exception {
        Path waiting = scene.folders.inbox().resolve(name);
        Input input = scene.cut(name, Files.readString(waiting), 10);
        for (Path file : Durable.list(input.todo())) {
            Batch batch = scene.jobs.take(file.toFile());
            scene.outcomes.publish(
                    Scene.results(batch.submitted("default", "job-" + batch.name(), Batches.NOW, Batches.NOW)));
            scene.jobs.submitted(batch);
        }
        scene.join(input);
    }

    private List<ReplayMerge.Merged> merge() throws IOException {
        ReplayMerge.Report report = report();
        assertThat(report.refused()).isEmpty();
        return report.merged();
    }

    private ReplayMerge.Report report() throws IOException {
        return new ReplayMerge(scene.folders, scene.reader(), List.of(Batches.SINGLE), csv).merge();
    }
}
