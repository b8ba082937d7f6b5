package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.analyzetext.account.Account;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCheckTest {
    private static final Duration SETTLE = Duration.ofSeconds(1);

    @TempDir
    Path root;

    private Scene scene;
    private SourceCheck check;
    private long nanos;

    @BeforeEach
    void emptyInbox() {
        scene = new Scene(root);
        check = new SourceCheck(scene.cutter(2), SETTLE, () -> nanos);
    }

    @Test
    void anInputThatNobodyHasTouchedIsWhole() throws Exception {
        Input input = answered("mails.jsonl", Scene.lines(3));

        assertThat(isWhole(input)).isTrue();
    }

    @Test
    void linesThatWereWrittenAfterTheCutAreLabelledToo() throws Exception {
        Input input = answered("mails.jsonl", Scene.lines(3));
        append(input, line(4) + line(5) + "no json\n");

        joinWhole(input);

        assertThat(ids()).containsExactly("id-1", "id-2", "id-3", "id-4", "id-5");
        assertThat(letters("mails.jsonl")).hasSize(1);
        assertThat(Files.readAllLines(scene.folders.done().resolve("mails.jsonl")))
                .hasSize(6);
        assertThat(account()).satisfies(account -> {
            assertThat(account.places().documents()).isEqualTo(6);
            assertThat(account.places().addsUp()).isTrue();
        });
    }

    @Test
    void aLineThatWasHalfWrittenIsReadAgainWhenItIsWhole() throws Exception {
        Input input = answered("mails.jsonl", Scene.lines(3) + "{\"id\":\"id-4\",\"te");
        append(input, "xt\":\"text 4\"}\n" + line(5));

        joinWhole(input);

        assertThat(ids()).containsExactly("id-1", "id-2", "id-3", "id-4", "id-5");
        assertThat(scene.folders.deadLetters().resolve("mails.jsonl")).doesNotExist();
    }

    @Test
    void aRowThatWasHalfWrittenAndAnsweredIsAnsweredAgain() throws Exception {
        Input input = answered("reviews.csv", "id,text\na,good\nb,ba");
        append(input, "d\nc,fine\n");

        joinWhole(input);

        assertThat(scene.folders.results().resolve("reviews.csv")).hasContent("""
                id,text,category,confidence,task,project,deployment,published,job_id
                a,good,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,job-reviews.csv/000001
                b,bad,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,job-reviews.csv/000002
                c,fine,Sports,0.90,intent,Intents,production,2026-03-01 12:00:00,job-reviews.csv/000002
                """);
        assertThat(account().cost().jobs()).isEqualTo(2);
    }

    @Test
    void aTextThatWasHalfWrittenIsAnsweredAgain() throws Exception {
        scene.claim("1.txt", "half");
        scene.claim("2.txt", "whole");
        scene.clock.move(Duration.ofSeconds(1));
        scene.inbox.closeGroupWhenQuiet();
        Input input = scene.only();
        scene.cutter(2).cut(input.folder().resolve(Input.CLAIM_FILE).toFile());
        scene.answerAll(input);
        Files.writeString(input.source().resolve("1.txt"), " and whole", StandardOpenOption.APPEND);

        joinWhole(input);

        assertThat(Scene.read(scene.folders.results().resolve("texts.jsonl"))).hasSize(2);
        assertThat(account().cost().jobs()).isEqualTo(2);
    }

    @Test
    void anEmptyFileThatIsWrittenLaterIsLabelled() throws Exception {
        Input input = answered("mails.jsonl", "");
        append(input, Scene.lines(2));

        joinWhole(input);

        assertThat(ids()).containsExactly("id-1", "id-2");
        assertThat(account().places().documents()).isEqualTo(2);
    }

    @Test
    void anInputThatIsStillWrittenStaysOpen() throws Exception {
        Input input = answered("mails.jsonl", Scene.lines(3));
        for (int i = 4; i < 8; i++) {
            append(input, line(i));
            nanos += SETTLE.minusMillis(1).toNanos();
            assertThat(isWhole(input)).isFalse();
        }

        assertThat(input.todo()).isEmptyDirectory();
    }

    @Test
    void aFileThatIsOnlyTouchedIsNotPaidForAgain() throws Exception {
        Input input = answered("mails.jsonl", Scene.lines(3));
        Files.setLastModifiedTime(input.sourceFiles().get(0), FileTime.from(Instant.EPOCH));

        joinWhole(input);

        assertThat(ids()).hasSize(3);
        assertThat(account().cost().jobs()).isEqualTo(2);
        assertThat(scene.folders.done().resolve("mails.jsonl")).exists();
    }

    @Test
    void theAnswersOfRowsThatAreGoneAppearAndWhatIsThereIsAnInputOfItsOwn() throws Exception {
        Input input = answered("reviews.csv", "id,text\na,good\nb,bad\nc,fine\n");
        Files.writeString(input.sourceFiles().get(0), "id,text\na,good\n");

        joinWhole(input);

        assertThat(Scene.read(scene.folders.results().resolve("reviews.csv.jsonl")))
                .extracting(result -> result.path("id").asText())
                .containsExactly("a", "b", "c");
        assertThat(Scene.files(scene.folders.inbox())).containsExactly("reviews.csv");
        assertThat(Scene.files(scene.folders.done())).isEmpty();
        assertThat(scene.inputs()).isEmpty();
        scene.inbox.claim(scene.folders.inbox().resolve("reviews.csv"));
        assertThat(scene.only().claim().name()).isEqualTo("reviews~2.csv");
    }

    @Test
    void aLogThatWasCopiedAndTruncatedLosesNoLine() throws Exception {
        Input input = answered("mails.jsonl", Scene.lines(3));
        Files.writeString(input.sourceFiles().get(0), line(4) + line(5));

        joinWhole(input);

        assertThat(ids()).containsExactly("id-1", "id-2", "id-3");
        assertThat(scene.folders.inbox().resolve("mails.jsonl")).hasContent(line(4) + line(5));
    }

    @Test
    void whatAKillLeftWhileMoreWasAddedIsAddedOnce() throws Exception {
        Input input = answered("mails.jsonl", Scene.lines(3) + "half");
        append(input, " a line\n" + line(5) + line(6));
        isWhole(input);
        nanos += SETTLE.toNanos();
        // A kill right after the commit: the batches and the dead letters lie where they were cut.
        String more = more(input);
        assertThat(isWhole(input)).isFalse();
        Files.move(Durable.list(input.todo()).get(0), input.folder().resolve("batch"));
        Files.writeString(input.more(), more);
        Files.createDirectory(input.cut());
        Files.move(input.folder().resolve("batch"), input.cut().resolve("000003.1.json"));

        joinWhole(input);

        assertThat(ids()).containsExactly("id-1", "id-2", "id-3", "id-5", "id-6");
        assertThat(letters("mails.jsonl")).hasSize(1);
    }

    @Test
    void theAccountDoesNotAddUpOverLinesThatNobodyHasRead() throws Exception {
        Input input = answered("mails.jsonl", Scene.lines(3));
        joinWhole(input);
        assertThat(account().places().addsUp()).isTrue();

        Files.writeString(scene.folders.done().resolve("mails.jsonl"), line(4), StandardOpenOption.APPEND);

        assertThat(account().places().unreadBytes()).isEqualTo(line(4).length());
        assertThat(account().places().addsUp()).isFalse();
    }

    /** What the next cut will commit, found by making it beside. */
    private String more(Input input) throws Exception {
        return json(new Input.More(
                new Input.Manifest(6, 2, 3, input.manifest().tasks()),
                List.of(new FileMark(
                        "mails.jsonl",
                        Files.size(input.sourceFiles().get(0)),
                        Files.getLastModifiedTime(input.sourceFiles().get(0)).toMillis(),
                        6,
                        0,
                        0)),
                List.of()));
    }

    private static String json(Object value) throws IOException {
        return org.analyzetext.document.Json.MAPPER.writeValueAsString(value);
    }

    private Input answered(String name, String content) throws Exception {
        Input input = scene.cut(name, content, 2);
        scene.answerAll(input);
        return input;
    }

    private static void append(Input input, String more) throws IOException {
        Files.writeString(input.sourceFiles().get(0), more, StandardOpenOption.APPEND);
    }

    private static String line(int number) {
        return "{\"id\":\"id-%d\",\"text\":\"text %d\"}\n".formatted(number, number);
    }

    private boolean isWhole(Input input) throws IOException {
        return check.isWhole(input.folder().resolve(Input.MANIFEST_FILE).toFile());
    }

    /** Checks, answers and joins until the input is done. */
    private void joinWhole(Input input) throws Exception {
        for (int round = 0; round < 5 && Files.exists(input.folder()); round++) {
            if (isWhole(input)) {
                scene.join(input);
            } else {
                nanos += SETTLE.toNanos();
                scene.answerAll(input);
            }
        }
        assertThat(input.folder()).doesNotExist();
    }

    private List<String> ids() throws IOException {
        return Scene.read(scene.folders.results().resolve("mails.jsonl")).stream()
                .map(result -> result.path("id").asText())
                .toList();
    }

    private List<JsonNode> letters(String name) throws IOException {
        return Scene.read(scene.folders.deadLetters().resolve(name));
    }

    private Account account() throws IOException {
        return new AccountBook(scene.folders).accounts().get(0);
    }
}
