package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.analyzetext.account.DeadLetterRecords;
import org.analyzetext.account.ReplayReport;
import org.analyzetext.account.Selection;
import org.analyzetext.account.Window;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.error.AnalyzeTextException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileReplayTest {
    private static final Selection ALL = new Selection(Set.of(), Window.ALL, false, false);
    private static final Selection LOST = new Selection(Set.of("JobLost"), Window.ALL, false, false);

    @TempDir
    Path root;

    private Folders folders;
    private Path letters;
    private Path replayed;

    @BeforeEach
    void twoDeadLetters() throws IOException {
        folders = new Scene(root).folders;
        letters = folders.deadLetters().resolve("sub/mails.jsonl");
        replayed = folders.deadLetters().resolve("replayed/sub/mails.jsonl");
        write(letters, letter("a", "JobLost") + letter("b", "JobFailed"));
    }

    @Test
    void documentsOfOneCodeGoAndTheOthersStay() throws IOException {
        ReplayReport report = replay(LOST).replay(letters);

        assertThat(report.replayed()).isEqualTo(1);
        assertThat(inbox()).containsExactly("{\"customer\":\"C-a\",\"id\":\"a\",\"text\":\"letter a\"}");
        assertThat(lines(letters)).singleElement().asString().contains("\"b\"");
        assertThat(lines(replayed)).singleElement().asString().contains("\"a\"");
    }

    @Test
    void halvesOfSurrogatePairsAreReplayedAsEscapes() throws IOException {
        write(
                letters,
                "{\"source\":{\"file\":\"sub/mails.jsonl\",\"ordinal\":1,\"line\":1},\"code\":\"InvalidUnicode\","
                        + "\"stage\":\"read\",\"document\":{\"raw\":\"{\\\"text\\\":\\\"a\\\\uDE00\\\","
                        + "\\\"metadata\\\":{\\\"\\\\uD83D\\\":1}}\"}}\n");

        assertThat(replay(new Selection(Set.of("InvalidUnicode"), Window.ALL, false, false))
                        .replay(letters)
                        .replayed())
                .isEqualTo(1);

        assertThat(inbox()).containsExactly("{\"\\uD83D\":1,\"text\":\"a\\uDE00\"}");
    }

    @Test
    void nothingIsReplayedTwiceUnlessAskedFor() throws IOException {
        replay(LOST).replay(letters);
        replay(ALL).replay(letters);

        assertThat(Files.exists(letters)).isFalse();
        assertThat(lines(replayed)).hasSize(2);
        assertThat(replay(ALL).files()).isEmpty();
        assertThatThrownBy(() -> replay(ALL).replay(replayed))
                .isInstanceOf(AnalyzeTextException.class)
                .hasMessageContaining("--again");

        replay(new Selection(Set.of(), Window.ALL, true, false)).replay(replayed);

        assertThat(inbox()).hasSize(4);
        assertThat(lines(replayed)).hasSize(2);
    }

    @Test
    void onlyDeadLettersOfTheTimeAreReplayed() throws IOException {
        Window later = new Window(Instant.parse("2026-11-24T00:00:00Z"), null);

        ReplayReport report =
                replay(new Selection(Set.of(), later, false, false)).replay(letters);

        assertThat(report.replayed()).isZero();
        assertThat(inbox()).isEmpty();
        assertThat(lines(letters)).hasSize(2);
        assertThat(Files.exists(replayed)).isFalse();
    }

    @Test
    void whatCantSucceedIsNotReplayedUnlessAskedFor() throws IOException {
        write(
                letters,
                letter("a", "JobLost") + letter("b", "EmptyText").replace("\"time\"", "\"retryable\":false,\"time\""));

        ReplayReport report = replay(ALL).replay(letters);

        assertThat(report.replayed()).isEqualTo(1);
        assertThat(report.hopeless()).isEqualTo(1);
        assertThat(lines(letters)).singleElement().asString().contains("\"b\"");
        assertThat(replay(new Selection(Set.of(), Window.ALL, false, true))
                        .replay(letters)
                        .replayed())
                .isEqualTo(1);
    }

    @Test
    void askingForACodeAsksForThoseThatCantSucceedToo() throws IOException {
        write(letters, letter("b", "EmptyText").replace("\"time\"", "\"retryable\":false,\"time\""));

        Selection empty = new Selection(Set.of("EmptyText"), Window.ALL, false, false);

        assertThat(replay(empty).replay(letters).replayed()).isEqualTo(1);
    }

    @Test
    void deadLettersOfAllKindsOfJsonLinesAreFound() throws IOException {
        write(folders.deadLetters().resolve("b.ndjson"), letter("c", "JobLost"));

        assertThat(replay(ALL).files()).extracting(Durable::fileName).containsExactly("b.ndjson", "mails.jsonl");
    }

    @Test
    void recordThatIsNoObjectStaysToBeMended() throws IOException {
        write(
                letters,
                "{\"source\":{\"file\":\"mails.jsonl\",\"ordinal\":3},\"code\":\"InvalidJson\","
                        + "\"document\":{\"raw\":\"{\\\"id\\\": \"}}\n");

        ReplayReport report = replay(ALL).replay(letters);

        assertThat(report.refused()).singleElement().asString().contains("InvalidJson", "correct it in");
        assertThat(lines(letters)).hasSize(1);
    }

    /** Every state that a kill can leave; the documents are in the inbox once when the command has run again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void replayThatWasKilledIsFinishedByTheNext(int steps) throws IOException {
        Path aside = folders.inbox().resolve("sub/.replay-mails.jsonl");
        Path rest = letters.resolveSibling(".rest-mails.jsonl");
        Path pending = replayed.resolveSibling(".pending-mails.jsonl");
        String all = Files.readString(letters);
        write(aside, "{\"id\":\"a\",\"text\":\"letter a\"}\n");
        write(rest, all.substring(all.indexOf('\n') + 1));
        if (steps > 1) {
            write(pending, letter("a", "JobLost"));
        }
        if (steps > 2) {
            Durable.rename(rest, letters);
        }
        if (steps > 3) {
            Durable.rename(aside, folders.inbox().resolve("sub/replay-mails.jsonl"));
        }
        if (steps > 4) {
            Durable.rename(pending, replayed);
        }

        FileReplay next = replay(LOST);
        next.finish();
        for (Path file : next.files()) {
            next.replay(file);
        }

        assertThat(inbox()).singleElement().asString().contains("letter a");
        assertThat(lines(letters)).singleElement().asString().contains("\"b\"");
        assertThat(lines(replayed)).singleElement().asString().contains("\"a\"");
        assertThat(Scene.files(root)).noneMatch(name -> name.contains("/.") && !name.contains("/.of/"));
    }

    @Test
    void accountShowsWhatWasReplayed() throws IOException {
        Files.delete(letters);
        Scene scene = new Scene(root);
        Input input = scene.cut("sub/mails.jsonl", "bad\n" + Scene.lines(1), 2);
        scene.answerAll(input);
        scene.join(input);
        write(letters, letter("a", "JobLost"));
        replay(LOST).replay(letters);

        assertThat(new AccountBook(folders).accounts())
                .singleElement()
                .satisfies(account -> assertThat(account.again().replayed()).isEqualTo(1));
    }

    private FileReplay replay(Selection selection) {
        return new FileReplay(
                folders, new DeadLetterRecords(new DocumentFields("/id", "/text", "/language")), selection);
    }

    private static String letter(String id, String code) {
        return ("{\"id\":\"%1$s\",\"source\":{\"file\":\"sub/mails.jsonl\",\"ordinal\":1},\"code\":\"%2$s\","
                        + "\"time\":\"2026-11-23T10:00:00Z\",\"document\":{\"id\":\"%1$s\",\"text\":\"letter %1$s\","
                        + "\"metadata\":{\"customer\":\"C-%1$s\"}}}\n")
                .formatted(id, code);
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(Durable.parent(file));
        Files.writeString(file, content);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }

    /** The documents that the application would find. */
    private List<String> inbox() throws IOException {
        List<String> documents = new ArrayList<>();
        for (Path file : Durable.list(folders.inbox().resolve("sub"))) {
            documents.addAll(lines(file));
        }
        return documents;
    }
}
