package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.analyzetext.config.PropertyReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class InboxScanTest {
    private static final Duration SETTLE = Duration.ofSeconds(1);

    @TempDir
    Path root;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(InboxScan.class);
    private Scene scene;
    private InboxScan scan;
    private long nanos;

    @BeforeEach
    void emptyInbox() {
        scene = new Scene(root);
        scan = scan(new InboxFiles(scene.folders.inbox()), 1_000);
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        log.start();
    }

    @AfterEach
    void quiet() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines.jsonl", "back\\slash.jsonl", "-rf $(x) ..; *.jsonl", "\u001b[31mred.jsonl"})
    void aFileOfAnyNameIsTakenAndItsAnswersHaveThatName(String name) throws Exception {
        scene.put(name, Scene.lines(2));
        taken();
        pass(SETTLE);

        for (Iterator<Path> settled = scan.settled(); settled.hasNext(); ) {
            scene.inbox.claim(settled.next());
        }
        Input input = scene.only();
        scene.cutter(25).cut(input.folder().resolve(Input.CLAIM_FILE).toFile());
        scene.answerAll(input);
        scene.join(input);

        assertThat(Scene.files(scene.folders.results())).containsExactly(name);
        assertThat(Scene.files(scene.folders.done())).containsExactly(name);
    }

    @Test
    void aNameInAnotherCharsetIsNamedOnceWithTheReasonAndNobodyWaitsForIt() throws Exception {
        Path script = root.resolve("make.sh");
        Files.writeString(script, "printf 'text\\n' > \"$1/$(printf 'M\\374ller.csv')\"\n");
        new ProcessBuilder("sh", script.toString(), scene.folders.inbox().toString())
                .start()
                .waitFor();

        assertThat(taken()).isEmpty();
        pass(SETTLE);
        assertThat(taken()).isEmpty();

        assertThat(log.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                .startsWith("M%FCller.csv is not taken: its name is not written in "));
        assertThat(new InboxFiles(scene.folders.inbox()).any(file -> true)).isFalse();
    }

    @Test
    void nobodyWaitsForAFileThatCouldNotBeTaken() throws Exception {
        Path file = scene.put("a.csv", "text\n");
        scan.settled();
        WorkFolder work = new WorkFolder(
                scene.folders, scene.counters, List.of(), new InboxFiles(scene.folders.inbox()), scan::hasFailed);
        assertThat(work.drained()).isFalse();

        scan.notTaken(file, "AccessDeniedException");

        assertThat(work.drained()).isTrue();
        assertThat(work.hasFilesNotTaken()).isTrue();
    }

    @Test
    void aFileOfAnyTimeIsTakenOnceItsSizeAndTimeHaveStayed() throws Exception {
        for (String time : List.of("1990-01-01T00:00:00Z", "2026-11-29T00:00:00Z", "2090-01-01T00:00:00Z")) {
            Files.setLastModifiedTime(
                    scene.put(time.substring(0, 4) + ".csv", "text\n"), FileTime.from(Instant.parse(time)));
        }

        assertThat(taken()).isEmpty();
        pass(Duration.ofMillis(999));
        assertThat(taken()).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(taken()).containsExactly("1990.csv", "2026.csv", "2090.csv");
    }

    @Test
    void aCopyThatKeepsAnOldTimeIsLeftAloneWhileItGrows() throws Exception {
        Path file = scene.put("a.csv", "text\n");
        for (int i = 0; i < 5; i++) {
            Files.writeString(file, "row\n", StandardOpenOption.APPEND);
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            assertThat(taken()).isEmpty();
            pass(SETTLE.minusMillis(1));
        }
        assertThat(taken()).isEmpty();
        pass(SETTLE);
        assertThat(taken()).containsExactly("a.csv");
    }

    @Test
    void aFileThatIsWrittenBetweenTheScanAndItsTurnIsLeftAlone() throws Exception {
        Path file = scene.put("a.csv", "text\n");
        taken();
        pass(SETTLE);
        var settled = scan.settled();
        assertThat(settled).hasNext();
        scene.put("b.csv", "");
        var again = scan.settled();
        Files.writeString(file, "row\n", StandardOpenOption.APPEND);

        assertThat(again).isExhausted();
    }

    @Test
    void theFilesAreTakenByName() throws Exception {
        for (String name : List.of("b/1.csv", "a/2.csv", "c.csv", "a/1.csv")) {
            scene.put(name, "text\n");
        }
        taken();
        pass(SETTLE);

        assertThat(taken()).containsExactly("a/1.csv", "a/2.csv", "b/1.csv", "c.csv");
    }

    @Test
    void whatIsNoInputIsNamedOnceWithWhatIsTaken() throws Exception {
        scene.put("table.xlsx", "");
        scene.put("README", "");
        scene.put("half.csv.part", "");
        scene.put(".hidden", "");

        taken();
        taken();

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("table.xlsx", "no format", ".jsonl"),
                        line -> assertThat(line).contains("README", "no format", ".csv"),
                        line -> assertThat(line).contains("half.csv.part", "still writes"));
    }

    @Test
    void whatIsNoRegularFileIsNamedOnceAndNeverTaken() throws Exception {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a.txt"), "not yours");
        Files.createSymbolicLink(scene.folders.inbox().resolve("folder"), elsewhere);
        Files.createSymbolicLink(scene.folders.inbox().resolve("link.txt"), Path.of("../elsewhere/a.txt"));
        fifo("pipe.txt");

        taken();
        pass(SETTLE);

        assertThat(taken()).isEmpty();
        assertThat(elsewhere.resolve("a.txt")).exists();
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("folder is not taken", "link", "analyze-text.files.links"),
                        line -> assertThat(line).contains("link.txt is not taken", "link"),
                        line -> assertThat(line).contains("pipe.txt is not taken", "FIFO"));
    }

    @Test
    void whatWasNamedIsNamedAgainWhenItWasGone() throws Exception {
        Path file = scene.put("table.xlsx", "");
        taken();
        Files.delete(file);
        taken();
        scene.put("table.xlsx", "");
        taken();

        assertThat(log.list).hasSize(2);
    }

    @Test
    void theMostNamesAreBounded() throws Exception {
        for (int i = 0; i < 1_100; i++) {
            scene.put(i + ".bin", "");
        }
        taken();
        taken();

        assertThat(log.list).hasSize(1_001);
    }

    @Test
    void aLinkIntoANamedFolderIsReplacedByACopy() throws Exception {
        Path home = Files.createDirectory(root.resolve("home"));
        Path file = Files.writeString(home.resolve("a.csv"), "text\nrow\n");
        Path elsewhere = Files.writeString(root.resolve("secret.csv"), "text\n");
        Path link = Files.createSymbolicLink(scene.folders.inbox().resolve("a.csv"), file);
        Files.createSymbolicLink(scene.folders.inbox().resolve("b.csv"), elsewhere);
        InboxFiles files = new InboxFiles(scene.folders.inbox(), "", List.of(home), PriorityPatterns.NONE);
        scan = scan(files, 1_000);
        taken();
        pass(SETTLE);

        assertThat(taken()).containsExactly("a.csv");
        new Inbox(scene.folders, files, SETTLE, scene.ready, scene.clock).claim(link);

        assertThat(link).isRegularFile().hasContent("text\nrow\n");
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(file).exists();
    }

    @Test
    void withAMarkerAFileIsTakenWhenItsMarkerIsThere() throws Exception {
        InboxFiles files = new InboxFiles(scene.folders.inbox(), ".done", List.of(), PriorityPatterns.NONE);
        scan = scan(files, 1_000);
        scene.put("a.csv", "text\n");
        scene.put("b.csv", "text\n");
        scene.put("c.csv", "text\n");
        Path whole = scene.put("a.csv.done", "");
        scene.put("b.done", "");
        taken();
        pass(SETTLE);

        assertThat(taken()).containsExactly("a.csv", "b.csv");
        assertThat(files.any(file -> true)).isTrue();
        new Inbox(scene.folders, files, SETTLE, scene.ready, scene.clock)
                .claim(scene.folders.inbox().resolve("a.csv"));
        assertThat(whole).doesNotExist();
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).anySatisfy(line -> assertThat(line)
                .contains("c.csv", "waits for its marker"));
    }

    @Test
    void aFileThatCantBeTakenRestsAndIsToldOnce() throws Exception {
        Path file = scene.put("a.csv", "text\n");
        scene.put("b.csv", "text\n");
        taken();
        pass(SETTLE);
        taken();

        scan.notTaken(file, "denied");
        assertThat(taken()).containsExactly("b.csv");
        pass(Duration.ofSeconds(5));
        assertThat(taken()).containsExactly("a.csv", "b.csv");
        scan.notTaken(file, "denied");

        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage()).contains("a.csv", "denied");
    }

    @Test
    void noMoreInputsAreOpenThanAllowedButTextsShareOne() throws Exception {
        scan = scan(new InboxFiles(scene.folders.inbox()), 2);
        for (String name : List.of("a.csv", "b.csv", "c.csv", "d.txt", "e.txt")) {
            scene.put(name, "text\n");
        }
        taken();
        pass(SETTLE);
        assertThat(taken()).hasSize(4).contains("d.txt", "e.txt");
        Files.createDirectories(scene.folders.work().resolve("one"));
        Path two = Files.createDirectories(scene.folders.work().resolve("two"));
        assertThat(taken()).isEmpty();
        Files.delete(two);
        assertThat(taken()).hasSize(3);
    }

    @Test
    void anUrgentFileIsTakenFirstAndEvenWhileTheMostInputsAreOpen() throws Exception {
        PriorityPatterns patterns = PriorityPatterns.read(new PropertyReader(
                name -> name.endsWith("files.urgent") ? Optional.of("*.now.csv") : Optional.empty()));
        scan = scan(new InboxFiles(scene.folders.inbox(), "", List.of(), patterns), 2);
        for (String name : List.of("a.csv", "d.txt", "z.now.csv")) {
            scene.put(name, "text\n");
        }
        taken();
        pass(SETTLE);

        assertThat(taken()).startsWith("z.now.csv").hasSize(3);
        Files.createDirectories(scene.folders.work().resolve("one"));
        Files.createDirectories(scene.folders.work().resolve("two"));
        assertThat(taken()).containsExactly("z.now.csv");
    }

    @Test
    void aPatternThatIsNoneIsAMistake() {
        PropertyReader in =
                new PropertyReader(name -> name.endsWith("files.bulk") ? Optional.of("archive/{a") : Optional.empty());

        PriorityPatterns.read(in);

        assertThatThrownBy(in::throwMistakes)
                .hasMessageContaining("analyze-text.files.bulk has 'archive/{a', which is no pattern of paths");
    }

    /** The route files ask, in quotes, whether there are patterns. */
    @ParameterizedTest
    @ValueSource(strings = {"it's/**", "{{a}}/**", "${a}"})
    void aPatternThatARouteFileWouldReadAsSomethingElseIsAMistake(String glob) {
        PropertyReader in =
                new PropertyReader(name -> name.endsWith("files.bulk") ? Optional.of(glob) : Optional.empty());

        PriorityPatterns.read(in);

        assertThatThrownBy(in::throwMistakes)
                .hasMessageContaining("analyze-text.files.bulk has " + glob + ", but a pattern can't have '");
    }

    @Test
    void aScanSeesTenThousandFilesOfALargerInboxAndTheOthersWhenTheseAreTaken() throws Exception {
        for (int i = 0; i < 12_000; i++) {
            Files.createFile(scene.folders.inbox().resolve("text-" + i + ".txt"));
        }
        taken();
        pass(SETTLE);
        List<String> first = taken();
        assertThat(first).hasSize(10_000);
        for (String name : first) {
            Files.delete(scene.folders.inbox().resolve(name));
        }

        assertThat(taken()).isEmpty();
        pass(SETTLE);

        assertThat(taken()).hasSize(2_000);
    }

    @Test
    void anInboxInWhichNothingIsToBeTakenIsScannedAHundredTimesAsSeldomAsAScanTakes() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        scan = new InboxScan(
                scene.folders, new InboxFiles(scene.folders.inbox()), SETTLE, Duration.ofSeconds(5), 1_000, () -> {
                    asked.incrementAndGet();
                    pass(Duration.ofMillis(5));
                    return nanos;
                });
        int scans = 0;
        long begin = nanos;
        while (nanos - begin < Duration.ofSeconds(60).toNanos()) {
            pass(Duration.ofMillis(100));
            asked.set(0);
            taken();
            // Where it rests it asks for the time alone.
            scans += asked.get() > 1 ? 1 : 0;
        }

        // A scan takes 5 to 15 ms here.
        assertThat(scans).isBetween(40, 120);
    }

    @Test
    void anInboxThatIsGoneIsToldAndTakenAgainOnceItIsBack() throws Exception {
        Path away = root.resolve("away");
        Files.move(scene.folders.inbox(), away);

        taken();
        taken();
        Files.move(away, scene.folders.inbox());
        taken();

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        gone -> assertThat(gone).contains(scene.folders.inbox().toString(), "can't be read"),
                        back -> assertThat(back).contains("can be read again"));
    }

    private InboxScan scan(InboxFiles files, int mostOpen) {
        return new InboxScan(scene.folders, files, SETTLE, Duration.ofSeconds(5), mostOpen, () -> nanos);
    }

    private void fifo(String name) throws Exception {
        Path fifo = scene.folders.inbox().resolve(name);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private List<String> taken() throws Exception {
        List<String> names = new ArrayList<>();
        scan.settled()
                .forEachRemaining(
                        file -> names.add(Input.slashes(scene.folders.inbox().relativize(file))));
        return names;
    }
}
