package org.analyzetext.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.analyzetext.CapturedLog;
import org.analyzetext.edge.InputProgress;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final List<InputProgress> INPUTS = List.of(
            new InputProgress("a\n.jsonl", 100, 4, 1, 1, Instant.EPOCH),
            new InputProgress("b.csv", -1, 0, 0, 0, Instant.EPOCH));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void forPeopleItIsALine() {
        line(false);

        assertThat(out.toString())
                .isEqualToNormalizingNewlines(
                        "  a\\u000a.jsonl: 100 documents, 75 % done, 1 jobs with the service  |  b.csv: being cut\n");
    }

    @Test
    void whereLogsAreJsonItIsALogLineWithWholeNumbersAndNothingIsPrinted() {
        try (CapturedLog log = CapturedLog.of("analyze-text.progress")) {
            line(true);

            assertThat(log.events()).singleElement().satisfies(event -> assertThat(event.getKeyValuePairs().stream()
                            .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value)))
                    .isEqualTo(Map.of(
                            "inputs", 2, "documents", 100L, "batches", 4L, "batchesOpen", 1L, "jobsInFlight", 1L)));
        }
        assertThat(out.size()).isZero();
    }

    private void line(boolean json) {
        new ProgressLine(new PrintStream(out, true), json).print(INPUTS);
    }
}
