package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.analyzetext.document.Document;
import org.analyzetext.document.Json;
import org.analyzetext.job.Batch;
import org.analyzetext.job.Batches;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Priority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutterTest {
    @TempDir
    Path root;

    private Scene scene;

    @BeforeEach
    void emptyInbox() {
        scene = new Scene(root);
    }

    @Test
    void anInputIsCutIntoFullBatchesInOrder() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(7), 3);

        assertThat(Scene.files(input.todo())).containsExactly("000001.1.json", "000002.1.json", "000003.1.json");
        assertThat(read(input, "000003.1.json"))
                .isEqualTo(
                        Batch.of("mails.jsonl/000003", "default", List.of(Batches.SINGLE), List.of(Batches.document(7)))
                                .receivedAt(input.receivedAt()));
        assertThat(input.manifest()).isEqualTo(new Input.Manifest(7, 0, 3, List.of("intent")));
    }

    @Test
    void batchesHaveThePriorityOfTheirFile() throws Exception {
        scene.priorities = FairShareTest.PATTERNS;

        Input input = scene.cut("urgent/mails.jsonl", Scene.lines(3), 25);

        assertThat(read(input, Scene.files(input.todo()).get(0)).priority()).isEqualTo(Priority.URGENT);
    }

    @Test
    void recordsThatCantBeSentAreDeadLettersOfTheCut() throws Exception {
        Input input = scene.cut("mails.jsonl", "{\"id\":\"a\",\"text\":\"  \"}\nno json\n" + Scene.lines(1), 25);

        assertThat(Scene.read(input.rejected()))
                .extracting(letter -> letter.path("source").path("ordinal").asInt())
                .containsExactly(1, 2);
        assertThat(read(input, "000001.1.json").documents())
                .extracting(Document::id)
                .containsExactly("id-1");
        assertThat(input.manifest()).isEqualTo(new Input.Manifest(3, 2, 1, List.of("intent")));
    }

    @Test
    void anInputWithoutDocumentsHasNoBatch() throws Exception {
        Input input = scene.cut("mails.jsonl", "\n", 25);

        assertThat(input.isQuiet()).isTrue();
        assertThat(input.manifest()).isEqualTo(new Input.Manifest(0, 0, 0, List.of("intent")));
    }

    @Test
    void aCutThatWasInterruptedIsMadeAnew() throws Exception {
        scene.claim("mails.jsonl", Scene.lines(3));
        Input input = scene.only();
        Files.createDirectory(input.cut());
        Files.writeString(input.cut().resolve("000001.1.json"), "half");
        Files.writeString(input.cut().resolve("000009.1.json"), "of another cut");
        Files.writeString(input.rejected(), "half");

        scene.cutter(25).cut(input.folder().resolve(Input.CLAIM_FILE).toFile());

        assertThat(Scene.files(input.todo())).containsExactly("000001.1.json");
        assertThat(read(input, "000001.1.json").size()).isEqualTo(3);
        assertThat(Scene.files(input.cut())).isEmpty();
        assertThat(Files.readString(input.rejected())).isEmpty();
    }

    @Test
    void aCutThatIsCompleteIsLeftAlone() throws Exception {
        Input input = scene.cut("mails.jsonl", Scene.lines(3), 25);
        Files.delete(input.todo().resolve("000001.1.json"));

        scene.cutter(25).cut(input.folder().resolve(Input.CLAIM_FILE).toFile());

        assertThat(Scene.files(input.todo())).isEmpty();
    }

    @Test
    void textsOfAGroupAreCutInTheOrderOfTheirPaths() throws Exception {
        scene.claim("b/1.txt", "three");
        scene.claim("a/2.txt", "two");
        scene.claim("a/1.txt", "one");
        scene.clock.move(Duration.ofSeconds(1));
        scene.inbox.closeGroupWhenQuiet();

        scene.cutter(25).cut(scene.only().folder().resolve(Input.CLAIM_FILE).toFile());

        assertThat(read(scene.only(), "000001.1.json").documents())
                .extracting(Document::text)
                .containsExactly("one", "two", "three");
    }

    private static JobRecord read(Input input, String name) throws Exception {
        return Json.MAPPER.readValue(input.todo().resolve(name).toFile(), JobRecord.class);
    }
}
