package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.analyzetext.document.Format;
import org.analyzetext.document.Json;
import org.analyzetext.error.AnalyzeTextException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state in which a kill can leave a claim: the next start takes the file once, under its own name. */
class ClaimKillTest {
    @TempDir
    Path root;

    private Scene scene;

    @BeforeEach
    void emptyInbox() {
        scene = new Scene(root);
    }

    /** How far a claim of {@code sub/mails.jsonl} came. */
    private enum Killed {
        BEFORE_THE_CLAIM,
        CLAIM_FOLDER_MADE,
        CLAIM_HALF_WRITTEN,
        CLAIM_BUILT,
        CLAIM_VALID,
        SOURCE_FOLDER_MADE,
        FILE_MOVED;

        boolean after(Killed step) {
            return compareTo(step) >= 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKilledClaimIsMadeOnceByTheNextStart(Killed killed) throws Exception {
        Path file = scene.put("sub/mails.jsonl", Scene.lines(3));
        leave(killed, file);

        start();
        takeAll();

        Input input = scene.only();
        assertThat(input.claim().name()).isEqualTo("sub/mails.jsonl");
        assertThat(new InboxFiles(scene.folders.inbox()).all()).isEmpty();
        scene.cutter(25).cut(input.folder().resolve(Input.CLAIM_FILE).toFile());
        scene.answerAll(input);
        scene.join(input);
        assertThat(Scene.read(scene.folders.results().resolve("sub/mails.jsonl")))
                .hasSize(3);
        assertThat(Scene.files(scene.folders.done())).containsExactly(".lock", "sub/mails.jsonl");
        assertThat(Scene.files(scene.folders.work())).containsExactly(".lock");
    }

    private void leave(Killed killed, Path file) throws Exception {
        Path folder = scene.folders.work().resolve(Inbox.CLAIMING);
        if (killed.after(Killed.CLAIM_FOLDER_MADE)) {
            Files.createDirectory(folder);
        }
        if (killed.after(Killed.CLAIM_HALF_WRITTEN)) {
            Files.writeString(folder.resolve(".tmp-input.json"), "{\"na");
        }
        if (killed.after(Killed.CLAIM_BUILT)) {
            Json.MAPPER.writeValue(
                    folder.resolve(".tmp-input.json").toFile(),
                    new Input.Claim("sub/mails.jsonl", "sub/mails.jsonl", Format.JSON_LINES));
            Durable.rename(folder.resolve(".tmp-input.json"), folder.resolve(Input.CLAIM_FILE));
        }
        Path input = scene.folders.work().resolve(Inbox.key("sub/mails.jsonl"));
        if (killed.after(Killed.CLAIM_VALID)) {
            Durable.rename(folder, input);
        }
        if (killed.after(Killed.SOURCE_FOLDER_MADE)) {
            Files.createDirectories(input.resolve("source/sub"));
        }
        if (killed.after(Killed.FILE_MOVED)) {
            Durable.rename(file, input.resolve("source/sub/mails.jsonl"));
        }
    }

    /** How far the group of {@code a.txt} and {@code b.txt} came. */
    private enum Grouping {
        FOLDER_MADE,
        ONE_MOVED,
        CLAIM_HALF_WRITTEN,
        CLAIM_WRITTEN,
        CLOSED
    }

    @ParameterizedTest
    @EnumSource
    void eachTextOfAKilledGroupIsTakenOnce(Grouping killed) throws Exception {
        Path first = scene.put("a.txt", "one");
        scene.put("b.txt", "two");
        Path group = Files.createDirectories(scene.folders.work().resolve(".texts/source"))
                .getParent();
        if (killed.compareTo(Grouping.ONE_MOVED) >= 0) {
            Durable.rename(first, group.resolve("source/a.txt"));
        }
        if (killed == Grouping.CLAIM_HALF_WRITTEN) {
            Files.writeString(group.resolve(".tmp-input.json"), "{");
        }
        if (killed.compareTo(Grouping.CLAIM_WRITTEN) >= 0) {
            Files.writeString(group.resolve(Input.CLAIM_FILE), "{\"name\":\"texts\",\"format\":\"TEXT\"}");
        }
        if (killed == Grouping.CLOSED) {
            Durable.rename(group, scene.folders.work().resolve("texts"));
        }

        start();
        takeAll();
        scene.clock.move(Duration.ofSeconds(2));
        scene.inbox.closeGroupWhenQuiet();

        assertThat(scene.inputs()).flatExtracting(ClaimKillTest::texts).containsExactlyInAnyOrder("a.txt", "b.txt");
        assertThat(new InboxFiles(scene.folders.inbox()).all()).isEmpty();
    }

    @Test
    void aFileThatCantBeMovedLeavesNothingInTheWorkFolder() throws Exception {
        try (SmallDisk other = SmallDisk.mount(scene.folders.inbox().resolve("other"), 64)) {
            Path file = scene.put("other/mails.jsonl", Scene.lines(1));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> scene.inbox.claim(file))
                        .isInstanceOf(AnalyzeTextException.class)
                        .hasMessageContaining("must lie on one file system");
            }

            assertThat(Scene.files(scene.folders.work())).isEmpty();
            assertThat(scene.folders.work()).isEmptyDirectory();
            assertThat(other.place().resolve("mails.jsonl")).exists();
        }
    }

    private void start() throws IOException {
        try (WorkFolder work = new WorkFolder(scene.folders, scene.counters, scene.folders.beside())) {
            work.start();
        }
    }

    private void takeAll() throws Exception {
        for (Path file : new InboxFiles(scene.folders.inbox()).all()) {
            scene.inbox.claim(file);
        }
    }

    private static List<String> texts(Input input) {
        try {
            return input.sourceFiles().stream().map(input::relative).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
