package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private Instant now = NOW;
    private final Listings listings = new Listings(
            new Clock() {
                @Override
                public Instant instant() {
                    return now;
                }

                @Override
                public ZoneOffset getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    return this;
                }
            },
            Duration.ofMinutes(2));

    @BeforeEach
    void aJobThatIsDueLater() throws IOException {
        Files.writeString(folder.resolve(job(NOW.plusSeconds(90))), "{}");
        changedAt(NOW.minusSeconds(60));
    }

    @Test
    void aJobIsDueWhenItsTimeHasComeThoughTheFolderHasNotChanged() throws IOException {
        assertThat(listings.hasDue(folder)).isFalse();
        now = NOW.plusSeconds(59);
        assertThat(listings.hasDue(folder)).isFalse();
        now = NOW.plusSeconds(90);
        assertThat(listings.hasDue(folder)).isTrue();
    }

    @Test
    void aJobIsDueOnceTheClockWasPutBack() throws IOException {
        assertThat(listings.hasDue(folder)).isFalse();

        now = NOW.minusSeconds(3_600);

        assertThat(listings.hasDue(folder)).isTrue();
    }

    @Test
    void aFolderThatHasChangedIsListedAgain() throws IOException {
        assertThat(listings.hasDue(folder)).isFalse();
        Files.writeString(folder.resolve("000002.1.json"), "{}");
        assertThat(listings.hasDue(folder)).isTrue();
    }

    @Test
    void aFolderThatHasNotChangedIsNotListedAgainForAMinute() throws IOException {
        assertThat(listings.hasDue(folder)).isFalse();
        Files.writeString(folder.resolve("000002.1.json"), "{}");
        changedAt(NOW.minusSeconds(60));
        assertThat(listings.hasDue(folder)).isFalse();

        // On a file system that does not tell changes nothing is missed for ever.
        now = NOW.plusSeconds(60);
        assertThat(listings.hasDue(folder)).isTrue();
    }

    /** A file system may tell times in seconds: what came right after the listing must not be missed. */
    @Test
    void aFolderThatChangedJustNowIsListedAgainThoughItsTimeIsTheSame() throws IOException {
        changedAt(NOW.minusSeconds(1));
        assertThat(listings.hasDue(folder)).isFalse();
        Files.writeString(folder.resolve("000002.1.json"), "{}");
        changedAt(NOW.minusSeconds(1));
        assertThat(listings.hasDue(folder)).isTrue();
    }

    @Test
    void aFolderWithoutFilesOrThatIsNotThereHasNone() throws IOException {
        assertThat(listings.hasNone(folder)).isFalse();
        assertThat(listings.hasNone(folder.resolve("posting"))).isTrue();
        Files.delete(folder.resolve(job(NOW.plusSeconds(90))));
        Files.writeString(folder.resolve(".tmp-000003.1.json"), "");
        assertThat(listings.hasNone(folder)).isTrue();
        assertThat(listings.hasDue(folder)).isFalse();
    }

    private void changedAt(Instant time) throws IOException {
        Files.setLastModifiedTime(folder, FileTime.from(time));
    }

    private static String job(Instant due) {
        return new BatchFile("000001", 1, due, 1).name();
    }
}
