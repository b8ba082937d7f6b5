package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders with many files cost bounded memory and little time. The sizes of the report are 1,000,000, 50,000 and 11,500:
 * {@code -Danalyzetext.listings.texts}, {@code .tables} and {@code .open}.
 */
@Tag("long")
class ListingsIT {
    private static final int TEXTS = Integer.getInteger("analyzetext.listings.texts", 50_000);
    private static final int TABLES = Integer.getInteger("analyzetext.listings.tables", 8_000);
    private static final int OPEN = Integer.getInteger("analyzetext.listings.open", 3_000);
    private static final String TEXT = "Where is my parcel? It should have come days ago.";
    private static final Path OPTIONS = Path.of("src/main/launch/java-options");
    private static final Duration WATCHED = Duration.ofSeconds(30);
    /** A kernel's clock ticks in a second. */
    private static final double TICKS = 100;

    @TempDir
    Path root;

    @Test
    void anInboxOfManyTextsIsLabelledInHalfAGigabyte() throws Exception {
        try (LocalService service = service()) {
            WorkingFolder folder = folder(service).with("exit-when-drained", "true");
            for (int i = 0; i < TEXTS; i++) {
                Files.writeString(folder.inbox().resolve("text-%07d.txt".formatted(i)), TEXT);
            }
            long start = System.nanoTime();
            try (RunningApp app = folder.start()) {
                List<Long> rates = rates(service, app, TEXTS);
                assertThat(app.exitCode(Duration.ofMinutes(5))).as(app.err()).isZero();
                System.out.printf(
                        "%,d texts: %.0f s, %s documents/s by quarters, %d MB resident%n",
                        TEXTS, (System.nanoTime() - start) / 1e9, rates, peak);
                assertThat(app.err()).doesNotContain("OutOfMemory");
            }
            assertThat(service.counters().documentsAccepted()).isEqualTo(TEXTS);
            assertThat(WorkingFolder.files(folder.inbox())).isEmpty();
            assertThat(WorkingFolder.files(folder.work())).isEmpty();
        }
    }

    @Test
    void theLastOfManyTablesAreLabelledAsFastAsTheFirst() throws Exception {
        try (LocalService service = service()) {
            WorkingFolder folder = folder(service).with("exit-when-drained", "true");
            putTables(folder, TABLES);
            try (RunningApp app = folder.start()) {
                List<Long> rates = rates(service, app, TABLES);
                assertThat(app.exitCode(Duration.ofMinutes(5))).as(app.err()).isZero();
                System.out.printf("%,d tables: %s documents/s by quarters, %d MB resident%n", TABLES, rates, peak);
                assertThat(rates.get(3)).isGreaterThan(rates.get(0) * 3 / 4);
            }
            assertThat(service.counters().documentsAccepted()).isEqualTo(TABLES);
            assertThat(WorkingFolder.files(folder.results())).hasSize(TABLES);
        }
    }

    @Test
    void manyOpenInputsCostNextToNothingWhileSubmittingIsPaused() throws Exception {
        try (LocalService service = service()) {
            WorkingFolder folder = folder(service).with("files.open-inputs", Integer.toString(OPEN));
            putTables(folder, 1);
            Files.createFile(folder.root().resolve("analyze-text.pause"));
            try (RunningApp app = folder.start()) {
                app.awaitErr("cut table-00000.csv");
            }
            multiply(folder.work().resolve("table-00000.csv"));
            putTables(folder, 500);
            try (RunningApp app = folder.start()) {
                app.awaitErr("the others wait in the inbox");
                // The pace of scans follows what they cost: the last ones were busy.
                TimeUnit.SECONDS.sleep(30);
                double before = processorSeconds(app);
                TimeUnit.NANOSECONDS.sleep(WATCHED.toNanos());
                double share = (processorSeconds(app) - before) / WATCHED.toSeconds();
                System.out.printf(
                        "%,d open inputs: %.1f %% of a processor while paused, %d MB resident%n",
                        OPEN, share * 100, resident(app));
                assertThat(share).isLessThan(0.05);
                long resumed = System.nanoTime();
                Files.delete(folder.root().resolve("analyze-text.pause"));
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> service.counters().documentsAccepted() > 0);
                System.out.printf(
                        "first submit %.1f s after the end of the pause%n", (System.nanoTime() - resumed) / 1e9);
            }
        }
    }

    private int peak;

    /** Documents that the service took a second, in each quarter of all. */
    private List<Long> rates(LocalService service, RunningApp app, int documents) throws Exception {
        List<Long> rates = new ArrayList<>();
        long last = System.nanoTime();
        long taken = 0;
        long told = last;
        for (int quarter = 1; quarter <= 4; quarter++) {
            while (service.counters().documentsAccepted() < (long) documents * quarter / 4) {
                assertThat(app.isAlive()).as(app.err()).isTrue();
                assertThat(System.nanoTime() - last).isLessThan(TimeUnit.MINUTES.toNanos(60));
                TimeUnit.MILLISECONDS.sleep(50);
                if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(30)) {
                    told = System.nanoTime();
                    System.out.printf(
                            "%,d documents, %d MB resident%n",
                            service.counters().documentsAccepted(), resident(app));
                }
            }
            long now = System.nanoTime();
            long accepted = service.counters().documentsAccepted();
            rates.add(Math.round((accepted - taken) / ((now - last) / 1e9)));
            last = now;
            taken = accepted;
            peak = resident(app);
        }
        return rates;
    }

    private WorkingFolder folder(LocalService service) throws IOException {
        List<String> options = new ArrayList<>(Files.readAllLines(OPTIONS).stream()
                .filter(line -> line.startsWith("-"))
                .toList());
        options.add("-Xmx512m");
        return new WorkingFolder(root)
                .calling(service)
                .with("exit-when-drained", "false")
                .with("files.settle", "1s")
                .with("files.scan", "100ms")
                .jvm(options.toArray(String[]::new));
    }

    private static LocalService service() throws IOException {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("200ms"))
                .build());
    }

    private static void putTables(WorkingFolder folder, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.writeString(folder.inbox().resolve("table-%05d.csv".formatted(i)), "text\n" + TEXT + "\n");
        }
    }

    /** Makes so many inputs of one, as if as many files had been taken: that alone would take minutes. */
    private static void multiply(Path input) throws IOException {
        String name = input.getFileName().toString();
        for (int i = 1; i < OPEN; i++) {
            String other = "input-%05d.csv".formatted(i);
            Path copy = input.resolveSibling(other);
            for (Path file : WorkingFolder.files(input)) {
                Path target = copy.resolve(input.relativize(file).toString().replace(name, other));
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replace(name, other));
                Files.setLastModifiedTime(target, Files.getLastModifiedTime(file));
            }
        }
    }

    /** What the process has used of the processors, for itself and in the kernel. */
    private static double processorSeconds(RunningApp app) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + app.pid() + "/stat"));
        List<String> fields =
                Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS;
    }

    private static int resident(RunningApp app) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + app.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
