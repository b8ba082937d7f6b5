package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.analyzetext.document.Format;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    @TempDir
    Path root;

    private Scene scene;

    @BeforeEach
    void emptyInbox() {
        scene = new Scene(root);
    }

    @Test
    void aFileIsMovedIntoAnInputOfItsOwn() throws Exception {
        scene.claim("sub/mails.jsonl", "{}");

        assertThat(scene.only().claim())
                .isEqualTo(new Input.Claim("sub/mails.jsonl", "sub/mails.jsonl", Format.JSON_LINES));
        assertThat(scene.only().sourceFiles())
                .extracting(scene.only()::relative)
                .containsExactly("sub/mails.jsonl");
        assertThat(Scene.files(scene.folders.inbox())).isEmpty();
    }

    @Test
    void onlyTheOwnerCanReadAnInput() throws Exception {
        scene.claim("mails.jsonl", "{}");

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(scene.only().folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void aNameThatIsUnderWayGetsANumber() throws Exception {
        scene.claim("mails.jsonl", "1");
        scene.claim("mails.jsonl", "2");
        scene.claim("mails.jsonl", "3");

        assertThat(scene.inputs())
                .extracting(input -> input.claim().name())
                .containsExactlyInAnyOrder("mails.jsonl", "mails~2.jsonl", "mails~3.jsonl");
    }

    @Test
    void aNameThatIsDoneOrHasResultsGetsANumber() throws Exception {
        Files.createDirectories(scene.folders.done());
        Files.createDirectories(scene.folders.results());
        Files.writeString(scene.folders.done().resolve("a.csv"), "");
        Files.writeString(scene.folders.results().resolve("b.json.jsonl"), "");
        scene.claim("a.csv", "");
        scene.claim("b.json", "");

        assertThat(scene.inputs())
                .extracting(input -> input.claim().name())
                .containsExactlyInAnyOrder("a~2.csv", "b~2.json");
    }

    @Test
    void inputsOfOneNameInTwoFoldersAreTwoInputs() throws Exception {
        scene.claim("a/mails.jsonl", "1");
        scene.claim("b/mails.jsonl", "2");

        assertThat(scene.inputs())
                .extracting(input -> input.claim().name())
                .containsExactlyInAnyOrder("a/mails.jsonl", "b/mails.jsonl");
    }

    @Test
    void inputsUnderWayNeverShareAResultsFile() throws Exception {
        scene.claim("a.json", "{}");
        scene.claim("a.json.jsonl", "{}");
        scene.claim("b.jsonl.jsonl", "{}");
        scene.claim("c.json.gz", "");
        scene.claim("c.json.gz.jsonl", "{}");
        scene.claim("c.csv", "");
        scene.claim("c.csv.gz", "");
        scene.claim("1.txt", "text");
        scene.clock.move(Duration.ofSeconds(2));
        scene.inbox.closeGroupWhenQuiet();
        scene.claim("texts.jsonl", "{}");

        assertThat(scene.inputs())
                .extracting(input -> Joiner.resultName(input.claim().name()))
                .hasSize(9)
                .doesNotHaveDuplicates();
    }

    @Test
    void inputsUnderWayNeverShareADeadLetterFile() throws Exception {
        scene.claim("a.csv.jsonl", "{}");
        scene.claim("a.csv", "text");
        scene.claim("b.jsonl.gz.jsonl", "");
        scene.claim("b.jsonl.gz", "");
        scene.claim("b.jsonl", "");

        assertThat(scene.inputs())
                .extracting(input -> Joiner.deadLetterName(input.claim().name()))
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    @Test
    void namesOfAnyKindBecomeFoldersOfTheWorkFolder() throws Exception {
        scene.claim("Grüße & more %2F 100%/ä b.jsonl", "{}");
        scene.claim("x".repeat(200) + ".jsonl", "{}");
        scene.claim("x".repeat(199) + "y.jsonl", "{}");

        assertThat(Durable.list(scene.folders.work())).hasSize(3);
    }

    @Test
    void aFileThatIsGoneLeavesNoInputBehind() throws Exception {
        Path file = scene.put("mails.jsonl", "{}");
        Files.delete(file);

        scene.inbox.claim(file);

        assertThat(Scene.files(scene.folders.work())).isEmpty();
    }

    @Test
    void aTextThatIsGoneLeavesNoGroupBehind() throws Exception {
        Path file = scene.put("1.txt", "a");
        Files.delete(file);

        scene.inbox.claim(file);

        assertThat(Inbox.groupIsEmpty(scene.folders)).isTrue();
    }

    @Test
    void textsAreGatheredUntilNoMoreHaveComeForAWhile() throws Exception {
        scene.claim("letters/1.txt", "one");
        scene.clock.move(Duration.ofMillis(900));
        scene.claim("letters/2.txt", "two");
        scene.clock.move(Duration.ofMillis(900));
        scene.inbox.closeGroupWhenQuiet();
        assertThat(scene.inputs()).isEmpty();
        assertThat(Inbox.groupIsEmpty(scene.folders)).isFalse();

        scene.clock.move(Duration.ofMillis(100));
        scene.inbox.closeGroupWhenQuiet();

        assertThat(scene.only().claim()).isEqualTo(new Input.Claim("texts", null, Format.TEXT));
        assertThat(scene.only().sourceFiles())
                .extracting(scene.only()::relative)
                .containsExactly("letters/1.txt", "letters/2.txt");
        assertThat(Inbox.groupIsEmpty(scene.folders)).isTrue();
    }

    @Test
    void aTextOfAPathThatIsInTheGroupStartsANewOne() throws Exception {
        scene.claim("1.txt", "old");
        scene.claim("1.txt", "new");

        assertThat(Files.readString(scene.only().sourceFiles().get(0))).isEqualTo("old");
        assertThat(Inbox.groupIsEmpty(scene.folders)).isFalse();
    }

    @Test
    void theGroupOfAKilledProcessIsGoneOnWith() throws Exception {
        scene.claim("1.txt", "one");
        Inbox restarted = new Inbox(
                scene.folders, new InboxFiles(scene.folders.inbox()), Duration.ofSeconds(1), scene.ready, scene.clock);
        restarted.claim(scene.put("2.txt", "two"));
        scene.clock.move(Duration.ofSeconds(1));

        restarted.closeGroupWhenQuiet();

        assertThat(scene.only().sourceFiles()).hasSize(2);
    }

    @Test
    void anEmptyGroupIsNoInput() throws Exception {
        scene.clock.move(Duration.ofHours(1));

        scene.inbox.closeGroupWhenQuiet();

        assertThat(scene.inputs()).isEmpty();
    }
}
