package org.analyzetext.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.analyzetext.CapturedLog;
import org.analyzetext.MovableClock;
import org.analyzetext.edge.InputProgress;
import org.junit.jupiter.api.Test;

/** How far things are, on a terminal and in a log. */
class ProgressLineTest {
    private static final List<InputProgress> INPUTS = List.of(
            new InputProgress("a\n.jsonl", 100, 4, 1, 1, Instant.EPOCH),
            new InputProgress("\u202Ecba\u001B[2J.csv", -1, 0, 0, 0, Instant.EPOCH));

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-30T10:00:00Z"));

    @Test
    void inALogItIsALineAMinuteAtMostWithWholeNumbersAsData() {
        ProgressLine line = new ProgressLine(null, clock);
        try (CapturedLog log = CapturedLog.of("analyze-text.progress")) {
            line.show(progress(75, 25));
            assertThat(line.isDue()).isFalse();
            clock.move(Duration.ofSeconds(59));
            assertThat(line.isDue()).isFalse();
            clock.move(Duration.ofSeconds(1));
            assertThat(line.isDue()).isTrue();
            line.show(progress(81, 19));

            assertThat(log.events())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "75 done, 25 left, 1 job in flight, 2 dead letters | a\\u000a.jsonl 75 %,"
                                    + " \\u202ecba\\u001b[2J.csv is being cut",
                            "81 done, 19 left, 6 a minute, 3 min 10 s to go, 1 job in flight, 2 dead letters |"
                                    + " a\\u000a.jsonl 75 %, \\u202ecba\\u001b[2J.csv is being cut");
            assertThat(log.events().get(1).getKeyValuePairs().stream()
                            .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value)))
                    .isEqualTo(Map.of(
                            "inputs",
                            2,
                            "documents",
                            100L,
                            "batches",
                            4L,
                            "batchesOpen",
                            1L,
                            "jobsInFlight",
                            1L,
                            "done",
                            81L,
                            "left",
                            19L,
                            "deadLetters",
                            2L,
                            "documentsPerSecond",
                            0.1));
        }
    }

    @Test
    void nothingIsLoggedWhileNothingChangesOrIsUnderWay() {
        ProgressLine line = new ProgressLine(null, clock);
        try (CapturedLog log = CapturedLog.of("analyze-text.progress")) {
            line.show(new Progress(List.of(), 0, 0, 0, 0, List.of()));
            line.show(progress(75, 25));
            clock.move(Duration.ofMinutes(1));
            line.show(progress(75, 25));

            assertThat(log.events()).hasSize(1);
        }
    }

    @Test
    void onATerminalItSaysWhyDocumentsWaitInTheLineThatWasThere() {
        ProgressLine line = new ProgressLine(new TerminalLine(stream()), clock);

        line.show(new Progress(INPUTS.subList(0, 1), 1_234, 1, 25, 3, List.of("the service\nis away")));
        clock.move(Duration.ofSeconds(1));
        line.show(new Progress(List.of(), 1_259, 1, 0, 0, List.of()));
        line.close();

        assertThat(shown())
                .isEqualTo("<clear><cut>1,234 done, 25 left, 3 jobs in flight, 1 dead letter | waits: the"
                        + " service\\u000ais away | a\\u000a.jsonl 75 %<uncut>"
                        + "<clear><cut>1259 done, waits for more<uncut><clear>");
    }

    @Test
    void otherLinesAppearAboveIt() {
        TerminalLine line = new TerminalLine(stream());
        PrintStream log = line.around(stream());

        line.show("50 %");
        log.println("a warning");
        log.print("half of ");
        line.show("51 %");
        log.println("a line");
        line.show("52 %");

        assertThat(shown())
                .isEqualToNormalizingNewlines("<clear><cut>50 %<uncut><clear>a warning\n<clear><cut>50 %<uncut>"
                        + "<clear>half of a line\n<clear><cut>52 %<uncut>");
    }

    @Test
    void aFileAPipeAndADumbTerminalAreNoneToDrawOn() {
        assertThat(TerminalLine.isTerminal("/dev/pts/3")).isTrue();
        assertThat(TerminalLine.isTerminal("/home/me/out.log")).isFalse();
        assertThat(TerminalLine.isTerminal("pipe:[4711]")).isFalse();
        assertThat(TerminalLine.isTerminal("/dev/null")).isFalse();
        assertThat(TerminalLine.takesControlSequences("xterm-256color", null)).isTrue();
        assertThat(TerminalLine.takesControlSequences("dumb", null)).isFalse();
        assertThat(TerminalLine.takesControlSequences(null, null)).isFalse();
        assertThat(TerminalLine.takesControlSequences(null, "id")).isTrue();
    }

    @Test
    void timesAreSaidAsPeopleSayThem() {
        assertThat(Rate.text(Duration.ofMillis(300))).isEqualTo("1 s");
        assertThat(Rate.text(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
        assertThat(Rate.text(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(Rate.text(Duration.ofDays(3))).isEqualTo("3 days");
    }

    private static Progress progress(long done, long left) {
        return new Progress(INPUTS, done, 2, left, 1, List.of());
    }

    private PrintStream stream() {
        return new PrintStream(terminal, true, StandardCharsets.UTF_8);
    }

    private String shown() {
        return terminal.toString(StandardCharsets.UTF_8)
                .replace("\r\u001B[K", "<clear>")
                .replace("\u001B[?7l", "<cut>")
                .replace("\u001B[?7h", "<uncut>");
    }
}
