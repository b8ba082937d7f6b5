package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.analyzetext.account.DeadLetterRecords;
import org.analyzetext.account.Selection;
import org.analyzetext.account.Trace;
import org.analyzetext.account.Trace.Stage;
import org.analyzetext.account.Traces;
import org.analyzetext.account.Wanted;
import org.analyzetext.account.Window;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.FilePosition;
import org.analyzetext.error.AnalyzeTextException;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.SubmittedJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the folders say of one document, wherever it is. */
class DocumentSearchTest {
    private static final DocumentFields FIELDS = new DocumentFields("/id", "/text", "/language");

    @TempDir
    Path root;

    private Scene scene;

    @BeforeEach
    void emptyInbox() {
        scene = new Scene(root);
    }

    @Test
    void aFileInTheInboxIsFoundByThePlaceOfItsDocuments() throws Exception {
        scene.put("sub/mails.jsonl", Scene.lines(2));

        assertThat(only("sub/mails.jsonl:2").stage()).isEqualTo(Stage.ARRIVED);
        assertThat(search("id-2").found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.txt", "/etc/hostname:1", "a\0b.txt", "..:1"})
    void whatIsOutsideOfTheInboxIsNotLookedAt(String elsewhere) throws Exception {
        Files.writeString(root.resolve("secret.txt"), "x");

        assertThat(search(elsewhere).found()).isEmpty();
    }

    @Test
    void anInputThatIsNotCutYetHasItsDocuments() throws Exception {
        scene.claim("mails.jsonl", Scene.lines(2));

        assertThat(only("mails.jsonl:2").stage()).isEqualTo(Stage.TAKEN);
    }

    @Test
    void aBatchThatWaitsSaysItsAttemptsAndWhenItIsNext() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(3), 3);
        SubmittedJob job = taken(input);
        Batch again = job.again(job.documents(), Scene.failure(1), Batches.NOW.plusSeconds(5));
        Files.delete(input.posting().resolve(BatchFile.of(job.batch()).timeless()));
        JobRecordFile.write(input.todo().resolve(BatchFile.of(again).name()), again);

        Trace trace = only("id-2");

        assertThat(trace.stage()).isEqualTo(Stage.WAITING);
        assertThat(trace.source()).isEqualTo(new FilePosition("mails.jsonl", 2, 2L));
        assertThat(trace.history()).containsExactly(Scene.failure(1));
        assertThat(trace.attempt().number()).isEqualTo(2);
        assertThat(trace.attempt().jobId()).isNull();
        assertThat(trace.attempt().due()).isEqualTo(Batches.NOW.plusSeconds(5));
        assertThat(trace.takenAt()).isEqualTo(input.receivedAt());
    }

    @Test
    void aJobInFlightSaysItsPollsAsTheNameOfItsFileDoes() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(3), 3);
        SubmittedJob job = taken(input);
        scene.jobs.put(job);
        Path file = Durable.list(input.jobs()).get(0);
        Files.move(
                file, file.resolveSibling(BatchFile.of(job.at(Batches.NOW, 7)).name()));

        Trace trace = search("mails.jsonl:3").found().stream()
                .filter(each -> each.stage() == Stage.IN_FLIGHT)
                .findFirst()
                .orElseThrow();

        assertThat(trace.id()).isEqualTo("id-3");
        assertThat(trace.attempt().jobId()).isEqualTo("job");
        assertThat(trace.attempt().polls()).isEqualTo(7);
        assertThat(trace.attempt().due()).isEqualTo(Batches.NOW);
    }

    @Test
    void anOutcomeIsInTheWorkFolderUntilItsInputIsCompleteAndThenInResults() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        scene.answerAll(input);

        Trace before = only("id-1");
        scene.join(input);
        Trace after = only("id-1");

        assertThat(before.stage()).isEqualTo(Stage.RESULT);
        assertThat(before.place()).startsWith(input.outcomes().toString());
        assertThat(before.note()).contains("once the input is complete");
        assertThat(after.place())
                .isEqualTo(scene.folders.results().resolve("mails.jsonl").toString());
        assertThat(after.at()).isEqualTo(Batches.NOW);
        assertThat(after.attempt().jobId()).isEqualTo("job-mails.jsonl/000001");
        assertThat(search("id-17").found()).isEmpty();
    }

    @Test
    void aRowIsFoundByItsIdAndByItsNumberPastRowsThatAreDeadLetters() throws Exception {
        Input input = scene.cut("reviews.csv", "id,text,task\na,good,intent\nb,,intent\nc,bad,intent\n", 25);
        scene.answerAll(input);
        scene.join(input);

        Trace byId = only("c");
        Trace byNumber = only("reviews.csv:3");

        assertThat(byId).isEqualTo(byNumber);
        assertThat(byId.place()).endsWith("reviews.csv, row 2");
        assertThat(byId.source()).isEqualTo(new FilePosition("reviews.csv", 3, null));
        assertThat(byId.columns())
                .containsEntry("category", "Sports")
                .containsEntry("task_2", "intent")
                .doesNotContainKeys("task", "text");
        assertThat(only("reviews.csv:2").code()).isEqualTo("EmptyText");
    }

    @Test
    void columnsThatRepeatWordsOfTheDocumentAreNotShown() throws Exception {
        Files.createDirectories(root.resolve("results"));
        Files.createDirectories(root.resolve("done"));
        Files.writeString(root.resolve("done/calls.csv"), "id,text,entities\na,Jo called,x\n");
        Files.writeString(
                root.resolve("results/calls.csv"),
                "id,text,entities,mood_sentiment,personal_redacted_text,entities_2\na,Jo called,x,neutral,** called,[Jo]\n");

        assertThat(only("a").columns())
                .containsExactly(
                        entry("mood_sentiment", "neutral"),
                        entry("personal_redacted_text", "(some)"),
                        entry("entities_2", "(some)"));
    }

    @Test
    void aDeadLetterThatWasReplayedLeadsToWhatBecameOfTheReplay() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(2), 2);
        SubmittedJob job = taken(input);
        scene.outcomes.publish(new BatchOutcome(
                job,
                List.of(Scene.result(job, job.documents().get(0))),
                List.of(Scene.letter(job, job.documents().get(1))),
                List.of()));
        scene.jobs.submitted(job.batch());
        scene.join(input);
        FileReplay replay = new FileReplay(
                scene.folders,
                new DeadLetterRecords(FIELDS),
                new Selection(Set.of("InvalidDocument"), Window.ALL, false, false));
        replay.replay(replay.files().get(0));

        Traces waiting = search("mails.jsonl:2");

        assertThat(waiting.found())
                .extracting(Trace::stage, Trace::note)
                .containsExactlyInAnyOrder(
                        tuple(Stage.ARRIVED, "its file waits"),
                        tuple(Stage.DEAD_LETTER, "replayed as replay-mails.jsonl:1"));
    }

    @Test
    void aHostileIdIsFoundAsItIs() throws Exception {
        String id = "<script>\u202E\"quoted\"\n=cmd";
        Input input = scene.cut("mails.jsonl", "{\"id\":\"<script>\u202E\\\"quoted\\\"\\n=cmd\",\"text\":\"a\"}\n", 2);
        scene.answerAll(input);
        scene.join(input);

        assertThat(only(id).stage()).isEqualTo(Stage.RESULT);
    }

    @Test
    void aRecordOfNoKnownFormThatNamesTheDocumentIsTold() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(1), 2);
        Files.writeString(input.todo().resolve("000009.1.json"), "{\"v\":99,\"id\":\"id-1\"}");
        Files.createDirectories(scene.folders.results());
        Files.writeString(scene.folders.results().resolve("other.jsonl"), "no JSON but id-1\n");

        assertThat(search("id-1").remarks()).hasSize(2).allMatch(remark -> remark.contains("can't be read"));
    }

    @Test
    void aSourceAsAResultHasItIsOne() throws Exception {
        scene.cut("mails.jsonl", Scene.lines(2), 2);

        assertThat(only("{\"file\":\"mails.jsonl\",\"ordinal\":2,\"line\":2}").id())
                .isEqualTo("id-2");
        assertThatThrownBy(() -> Wanted.of("{\"fil", FIELDS))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("{\"file\":\"mails.jsonl\",\"ordinal\":17}");
    }

    private SubmittedJob taken(Input input) throws IOException {
        Batch batch = scene.jobs.take(Durable.list(input.todo()).get(0).toFile());
        return batch.submitted("default", "job", Batches.NOW, Batches.NOW);
    }

    private Trace only(String wanted) throws IOException {
        Traces traces = search(wanted);
        assertThat(traces.remarks()).isEmpty();
        assertThat(traces.found()).as(wanted).hasSize(1);
        return traces.found().get(0);
    }

    private Traces search(String wanted) throws IOException {
        DocumentReader reader = new DocumentReader(FIELDS, new DocumentRules(Integer.MAX_VALUE));
        return new DocumentSearch(scene.folders, reader, Wanted.of(wanted, FIELDS)).traces();
    }
}
