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
        assertThat(hasDue()).isFalse();
        now = NOW.plusSeconds(59);
        assertThat(hasDue()).isFalse();
        now = NOW.plusSeconds(90);
        assertThat(hasDue()).isTrue();
    }

    @Test
    void aJobIsDueOnceTheClockWasPutBack() throws IOException {
        assertThat(hasDue()).isFalse();

        now = NOW.minusSeconds(3_600);

        assertThat(hasDue()).isTrue();
    }

    @Test
    void aFolderThatHasChangedIsListedAgain() throws IOException {
        assertThat(hasDue()).isFalse();
        Files.writeString(folder.resolve("000002.1.json"), "{}");
        assertThat(hasDue()).isTrue();
    }

    @Test
    void aFolderThatHasNotChangedIsNotListedAgainForAMinute() throws IOException {
        assertThat(hasDue()).isFalse();
        Files.writeString(folder.resolve("000002.1.json"), "{}");
        changedAt(NOW.minusSeconds(60));
        assertThat(hasDue()).isFalse();

        // On a file system that does not tell changes nothing is missed for ever.
        now = NOW.plusSeconds(60);
        assertThat(hasDue()).isTrue();
    }

    /** A file system may tell times in seconds: what came right after the listing must not be missed. */
    @Test
    void aFolderThatChangedJustNowIsListedAgainThoughItsTimeIsTheSame() throws IOException {
        changedAt(NOW.minusSeconds(1));
        assertThat(hasDue()).isFalse();
        Files.writeString(folder.resolve("000002.1.json"), "{}");
        changedAt(NOW.minusSeconds(1));
        assertThat(hasDue()).isTrue();
    }

    @Test
    void aFolderWithoutFilesOrThatIsNotThereHasNone() throws IOException {
        assertThat(listings.hasNone(folder)).isFalse();
        assertThat(listings.hasNone(folder.resolve("posting"))).isTrue();
        Files.delete(folder.resolve(job(NOW.plusSeconds(90))));
        Files.writeString(folder.resolve(".tmp-000003.1.json"), "");
        assertThat(listings.hasNone(folder)).isTrue();
        assertThat(hasDue()).isFalse();
    }

    private boolean hasDue() throws IOException {
        return listings.isDue(listings.earliest(folder));
    }

    private void changedAt(Instant time) throws IOException {
        Files.setLastModifiedTime(folder, FileTime.from(time));
    }

    private static String job(Instant due) {
        return new BatchFile("000001", 1, due, 1).name();
    }
}
