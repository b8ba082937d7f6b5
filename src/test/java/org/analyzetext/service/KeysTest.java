package org.analyzetext.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private long now;
    private Keys keys = keys(KeySource.of("first"), KeySource.of("second"));

    @Test
    void theSecondKeyIsUsedWhenTheFirstIsRefused() {
        assertThat(keys.value()).isEqualTo("first");
        assertThat(keys.refused(keys.generation())).isTrue();
        assertThat(keys.value()).isEqualTo("second");
    }

    @Test
    void whenAllAreRefusedThereIsNoneToTryAtOnceButEachHasItsTurn() {
        keys.refused(keys.generation());

        assertThat(keys.refused(keys.generation())).isFalse();
        assertThat(keys.value()).isEqualTo("first");
        assertThat(keys.refused(keys.generation())).isFalse();
        assertThat(keys.value()).isEqualTo("second");
    }

    @Test
    void aLateAnswerToTheOldKeySaysNothingOfTheNewOne() {
        int old = keys.generation();
        keys.refused(old);

        assertThat(keys.refused(old)).isTrue();
        assertThat(keys.value()).isEqualTo("second");
    }

    @Test
    void aKeyThatWasTakenCanBeRefusedAnew() {
        keys.refused(keys.generation());
        keys.accepted();

        assertThat(keys.refused(keys.generation())).isTrue();
        assertThat(keys.value()).isEqualTo("first");
    }

    @Test
    void aMountedSecretThatIsTurnedToAnotherFileIsReadAtTheLatestASecondLater(@TempDir Path folder) throws IOException {
        Path link = mounted(folder);
        keys = keys(KeySource.of("old", link));
        turn(folder, link, "new");

        assertThat(keys.value()).as("looked after once a second").isEqualTo("old");
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(keys.value()).isEqualTo("new");
    }

    @Test
    void aRefusedKeyIsReadAnewAtOnce(@TempDir Path folder) throws IOException {
        Path link = mounted(folder);
        keys = keys(KeySource.of("old", link));
        turn(folder, link, "new");

        assertThat(keys.refused(keys.generation())).isTrue();
        assertThat(keys.value()).isEqualTo("new");
    }

    @Test
    void whileTheFileIsAwayOrEmptyTheKeyBeforeStaysInUse(@TempDir Path folder) throws IOException {
        Path link = mounted(folder);
        keys = keys(KeySource.of("old", link));
        Files.delete(link);
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(keys.value()).isEqualTo("old");

        Files.writeString(link, "\n");
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(keys.value()).isEqualTo("old");
    }

    @Test
    void keysAreNeverSaid() {
        assertThat(keys.toString()).doesNotContain("first").doesNotContain("second");
    }

    private Keys keys(KeySource... sources) {
        return new Keys(Keys.HEADER, List.of(sources), () -> now);
    }

    private static Path mounted(Path folder) throws IOException {
        Path old = Files.writeString(folder.resolve("old"), "old");
        return Files.createSymbolicLink(folder.resolve("key"), old);
    }

    /** As Kubernetes does: the new link takes the old one's place in one step. */
    private static void turn(Path folder, Path link, String key) throws IOException {
        Path next = Files.createSymbolicLink(folder.resolve("next"), Files.writeString(folder.resolve(key), key));
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
