package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.analyzetext.job.Batch;
import org.analyzetext.job.Batches;
import org.analyzetext.job.SubmittedJob;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchFileTest {
    private static final Duration WAIT = Duration.ofMinutes(1);

    @Property
    void aNameIsReadAsItWasWritten(
            @ForAll @LongRange(min = 1, max = 999_999_999) long number,
            @ForAll("halvings") String halvings,
            @ForAll @IntRange(min = 1, max = 999_999) int attempt,
            @ForAll @LongRange(min = 0, max = 99_999_999_999_999L) long due,
            @ForAll @IntRange(min = 0, max = 999_999_999) int poll) {
        String batch = Batch.nameOf(number) + halvings;
        BatchFile timed = new BatchFile(batch, attempt, Instant.ofEpochMilli(due), poll);
        BatchFile timeless = new BatchFile(batch, attempt, null, 0);

        assertThat(BatchFile.parse(timed.name())).contains(timed);
        assertThat(BatchFile.parse(timeless.name())).contains(timeless);
        assertThat(timed.number()).isEqualTo(number);
        assertThat(timed.sameTry(timeless)).isTrue();
    }

    @Example
    void theNameOfARecordHasItsTimeInMillisecondsAndItsPoll() {
        SubmittedJob job = Batches.submitted(1).at(Instant.parse("2026-03-01T12:00:00.123456Z"), 4);

        assertThat(BatchFile.of(job).name()).isEqualTo("000001.1.1772366400123.4.json");
    }

    @Example
    void theNameOfABatchInAFolderWithDotsIsItsLastPart() {
        Batch batch = Batch.of("sub%2Fa.b-1.csv/000012-1-2", "default", List.of(Batches.SINGLE), Batches.documents(1))
                .again(Batches.documents(1), Batches.FAILURE, Batches.NOW)
                .at(null, 0);

        assertThat(BatchFile.of(batch).name()).isEqualTo("000012-1-2.2.json");
        assertThat(BatchFile.of(batch).number()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "input.json",
                "manifest.json",
                "1.1.json",
                "000001.json",
                "000001.1.jsonl",
                "000001.1.5.json",
                ".tmp-000001.1.json",
                "000001.1.json~",
                "000001-3.1.json",
                "000001.1.1772366400123.4.json.bak",
                "000001.1.99999999999999999999.4.json",
                "../000001.1.json",
                "٠٠٠٠٠١.1.json"
            })
    void otherNamesAreNotOurs(String name) {
        assertThat(BatchFile.parse(name)).isEmpty();
    }

    @Example
    void aFileIsDueFromItsTimeOn() {
        BatchFile file = new BatchFile("000001", 1, Batches.NOW, 0);

        assertThat(file.dueBy(Batches.NOW.minusMillis(1), WAIT)).isFalse();
        assertThat(file.dueBy(Batches.NOW, WAIT)).isTrue();
        assertThat(new BatchFile("000001", 1, null, 0).dueBy(Batches.NOW, WAIT)).isTrue();
    }

    @Example
    void aFileThatIsDueLaterThanAnyWaitIsDue() {
        BatchFile file = new BatchFile("000001", 1, Batches.NOW.plusSeconds(3_600), 0);

        assertThat(file.dueBy(Batches.NOW, WAIT)).isTrue();
        assertThat(file.dueBy(Batches.NOW.plusSeconds(3_590), WAIT)).isFalse();
    }

    @Provide
    Arbitrary<String> halvings() {
        return Arbitraries.of("-1", "-2").list().ofMaxSize(5).map(parts -> String.join("", parts));
    }
}
