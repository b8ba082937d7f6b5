package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file that is many times larger than the memory of the process. */
class BigFileIT {
    private static final Path LABELS = Path.of("src/main/samples/intent-labels.json");
    private static final Pattern ORDINAL = Pattern.compile("\"ordinal\":(\\d+)");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern AFTER_COLLECTION = Pattern.compile("->(\\d+)M\\(");
    private static final int DOCUMENT_BYTES = 1_000;

    @TempDir
    Path place;

    @Test
    void twentyMegabytesPassWithAHeapOf64() throws Exception {
        pass(20_000, "-Xmx64m", "-XX:TieredStopAtLevel=1");
    }

    @Test
    @Tag("long")
    void fiveHundredMegabytesPassWithAHeapOf256() throws Exception {
        pass(500_000, "-Xmx256m");
    }

    private void pass(int documents, String... jvmOptions) throws Exception {
        WorkingFolder folder = new WorkingFolder(place.resolve("app"));
        Path gcLog = folder.root().resolve("gc.txt");
        folder.jvm(Stream.concat(Stream.of("-Xlog:gc:file=" + gcLog), Stream.of(jvmOptions))
                .toArray(String[]::new));
        generate(folder, documents);
        LocalServiceSettings settings = LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(LABELS))
                .build();
        Instant start = Instant.now();
        Map<String, Duration> stages = new TreeMap<>();
        long peak = 0;
        try (LocalService service = LocalService.start(settings);
                RunningApp app = folder.calling(service).start()) {
            while (app.isAlive()) {
                peak = Math.max(peak, residentPeak(app));
                if (Files.isDirectory(folder.work().resolve("big.jsonl/todo"))) {
                    stages.putIfAbsent("cut", Duration.between(start, Instant.now()));
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            Duration took = Duration.between(start, Instant.now());
            assertThat(app.exitCode()).as(app.err()).isZero();
            assertThat(app.err()).doesNotContain("WARN", "ERROR");
            assertThat(service.counters().textsByTimesAccepted()).isEqualTo(Map.of(1, (long) documents));
            print(documents, jvmOptions, took, stages.getOrDefault("cut", Duration.ZERO), peak, heapPeak(gcLog));
        }
        everyDocumentHasItsResultInOrder(folder.results().resolve("big.jsonl"), documents);
        assertThat(WorkingFolder.files(folder.deadLetters())).isEmpty();
    }

    private static void print(
            int documents,
            String[] jvmOptions,
            Duration took,
            Duration cut,
            long residentKilobytes,
            long heapMegabytes) {
        System.out.printf(
                "%nBig file (%s): %d documents of 1 kB in %.1f s, cut after %.1f s: %.0f documents/s;"
                        + " peak memory %d MB, most heap after a collection %d MB%n%n",
                String.join(" ", jvmOptions),
                documents,
                took.toMillis() / 1000.0,
                cut.toMillis() / 1000.0,
                documents * 1000.0 / took.toMillis(),
                residentKilobytes / 1024,
                heapMegabytes);
    }

    private static void generate(WorkingFolder folder, int documents) throws IOException {
        Random random = new Random(documents);
        String[] words =
                "parcel order invoice lamp kettle account refund courier address warranty please thank broken late"
                        .split(" ");
        Path aside = folder.root().resolve("big.tmp");
        try (BufferedWriter lines = Files.newBufferedWriter(aside)) {
            for (int i = 1; i <= documents; i++) {
                StringBuilder line = new StringBuilder(DOCUMENT_BYTES)
                        .append("{\"id\":\"d-")
                        .append(i)
                        .append("\",\"text\":\"Message ")
                        .append(i);
                while (line.length() < DOCUMENT_BYTES - 3) {
                    line.append(' ').append(words[random.nextInt(words.length)]);
                }
                lines.append(line.append("\"}\n"));
            }
        }
        Files.move(aside, folder.inbox().resolve("big.jsonl"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The most memory that the process had so far, in kB; 0 where the system doesn't tell or the process is gone. */
    private static long residentPeak(RunningApp app) {
        try {
            Matcher matcher = PEAK.matcher(Files.readString(Path.of("/proc/" + app.pid() + "/status")));
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    private static long heapPeak(Path gcLog) throws IOException {
        long most = 0;
        for (String line : Files.readAllLines(gcLog)) {
            Matcher matcher = AFTER_COLLECTION.matcher(line);
            if (matcher.find()) {
                most = Math.max(most, Long.parseLong(matcher.group(1)));
            }
        }
        return most;
    }

    private static void everyDocumentHasItsResultInOrder(Path results, int documents) throws IOException {
        int expected = 0;
        try (BufferedReader lines = Files.newBufferedReader(results)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                expected++;
                Matcher matcher = ORDINAL.matcher(line);
                assertThat(matcher.find()).as(line).isTrue();
                assertThat(Integer.parseInt(matcher.group(1))).isEqualTo(expected);
            }
        }
        assertThat(expected).isEqualTo(documents);
    }
}
