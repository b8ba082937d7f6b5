package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.analyzetext.document.Json;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers of every kind write into the inbox of an application that is killed again and again. Afterwards each line that
 * lies in {@code done/} has its result or dead letter, or the account names its file as not read.
 */
class InboxSoakIT {
    private static final Path LABELS = Path.of("src/main/samples/intent-labels.json");
    private static final Pattern ID = Pattern.compile("id-\\d+-\\d+");
    /** With so many files in the inbox the writers wait: on a slow machine the rest would take longer than the soak. */
    private static final int MOST_WAITING = 500;

    private static final String OTHER_CHARSET = "f\\xfcnf.jsonl";
    /** What names begin with; the one before the last makes them as long as a file system takes them. */
    private static final List<String> NAMES =
            List.of("", "two\nlines ", "back\\slash ", "-", "per%cent+", "\t~", "l".repeat(255 - 12), "'quoted\" ");

    @TempDir
    Path root;

    private final AtomicInteger files = new AtomicInteger();
    private long end;

    @Test
    void noLineThatIsDoneIsWithoutItsOutcome() throws Exception {
        soak(Duration.ofSeconds(8), 1);
    }

    @Test
    @Tag("long")
    void noLineThatIsDoneIsWithoutItsOutcomeForLong() throws Exception {
        Duration time = Duration.parse(System.getProperty("analyzetext.soak", "PT1H"));
        soak(time, (int) (time.toSeconds() / 30));
    }

    private void soak(Duration time, int kills) throws Exception {
        LocalServiceSettings settings = LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(LABELS))
                .jobDuration(DurationDistribution.parse("uniform 10ms 300ms"))
                .build();
        ExecutorService writers = Executors.newCachedThreadPool();
        try (LocalService service = LocalService.start(settings)) {
            WorkingFolder folder = new WorkingFolder(root).calling(service).with("exit-when-drained", "false");
            end = System.nanoTime() + time.toNanos();
            List<Future<?>> writing = start(writers, folder.inbox());
            for (int kill = 0; kill < kills; kill++) {
                try (RunningApp app = folder.start()) {
                    TimeUnit.NANOSECONDS.sleep(time.toNanos() / (kills + 1));
                    app.kill();
                }
            }
            folder.with("exit-when-drained", "true");
            try (RunningApp app = folder.start()) {
                for (Future<?> writer : writing) {
                    writer.get();
                }
                assertThat(app.exitCode(Duration.ofMinutes(5))).isIn(0, 3);
            }
            check(folder, kills);
        } finally {
            writers.shutdownNow();
        }
    }

    private List<Future<?>> start(ExecutorService threads, Path inbox) throws Exception {
        Files.createSymbolicLink(inbox.resolve("link.txt"), LABELS.toAbsolutePath());
        Files.writeString(inbox.resolve("table.xlsx"), "no format");
        new ProcessBuilder("mkfifo", inbox.resolve("pipe.txt").toString())
                .start()
                .waitFor();
        // No JVM can write this name itself: it is written in Latin-1.
        new ProcessBuilder("bash", "-c", "echo '{}' > $'" + OTHER_CHARSET + "'")
                .directory(inbox.toFile())
                .start()
                .waitFor();
        List<Callable<Void>> kinds = List.of(
                () -> slow(inbox),
                () -> buffered(inbox),
                () -> truncating(inbox),
                () -> renaming(inbox),
                () -> copying(inbox));
        List<Future<?>> writing = new ArrayList<>();
        for (Callable<Void> kind : kinds) {
            writing.add(threads.submit(() -> {
                while (System.nanoTime() - end < 0) {
                    if (WorkingFolder.files(inbox).size() < MOST_WAITING) {
                        kind.call();
                    } else {
                        Thread.sleep(100);
                    }
                }
                return null;
            }));
        }
        return writing;
    }

    /** Line by line, with pauses longer than a file takes to settle. */
    private Void slow(Path inbox) throws Exception {
        Path file = next(inbox);
        Random random = new Random(file.hashCode());
        for (String line : lines(file, 12)) {
            append(file, line);
            Thread.sleep(random.nextInt(150));
        }
        return null;
    }

    /** In blocks that end in the middle of lines. */
    private Void buffered(Path inbox) throws Exception {
        Path file = next(inbox);
        String all = String.join("", lines(file, 40));
        for (int i = 0; i < all.length(); i += 333) {
            append(file, all.substring(i, Math.min(all.length(), i + 333)));
            Thread.sleep(60);
        }
        return null;
    }

    /** As a log that is copied and truncated. */
    private Void truncating(Path inbox) throws Exception {
        Path file = next(inbox);
        List<String> lines = lines(file, 20);
        append(file, String.join("", lines.subList(0, 12)));
        Thread.sleep(200);
        try {
            Files.writeString(file, String.join("", lines.subList(12, 20)), StandardOpenOption.TRUNCATE_EXISTING);
        } catch (java.nio.file.NoSuchFileException taken) {
            append(next(inbox), String.join("", lines.subList(12, 20)));
        }
        Thread.sleep(200);
        return null;
    }

    private Void renaming(Path inbox) throws Exception {
        Path file = next(inbox);
        Path part = inbox.resolve("f" + number(file) + ".part");
        Files.writeString(part, String.join("", lines(file, 30)));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        Thread.sleep(150);
        return null;
    }

    /** In place, with a time of the past or the future that is set after each write. */
    private Void copying(Path inbox) throws Exception {
        Path file = next(inbox);
        Instant time = Instant.now().plus(Duration.ofDays(file.hashCode() % 2 == 0 ? 400 : -400));
        for (String line : lines(file, 8)) {
            append(file, line);
            try {
                Files.setLastModifiedTime(file, FileTime.from(time));
            } catch (java.nio.file.NoSuchFileException taken) {
                // The next line makes a file of its own.
            }
            Thread.sleep(30);
        }
        return null;
    }

    private Path next(Path inbox) {
        int number = files.incrementAndGet();
        return inbox.resolve(NAMES.get(number % NAMES.size()) + "f%05d.jsonl".formatted(number));
    }

    private static String number(Path file) {
        return file.getFileName().toString().replaceAll("\\D", "");
    }

    private static List<String> lines(Path file, int count) {
        String number = number(file);
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            lines.add("{\"id\":\"id-%s-%d\",\"text\":\"I want to complain about my order %d.\"}\n"
                    .formatted(number, i, i));
        }
        return lines;
    }

    /** Makes the file again where it was taken meanwhile, as programs do that open it for each line. */
    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void check(WorkingFolder folder, int kills) throws Exception {
        Set<String> answered = new TreeSet<>();
        for (Path place : List.of(folder.results(), folder.deadLetters())) {
            for (Path file : WorkingFolder.files(place)) {
                ids(file).forEach(answered::add);
            }
        }
        String account;
        try (RunningApp app = folder.start("account", "--json")) {
            app.exitCode();
            account = app.out();
        }
        Set<String> named = new TreeSet<>();
        for (JsonNode input : Json.MAPPER.readTree(account).findParents("unreadBytes")) {
            if (input.path("unreadBytes").asLong() > 0) {
                named.add(input.path("input").asText());
            }
        }
        long lines = 0;
        Set<String> lost = new TreeSet<>();
        for (Path file : WorkingFolder.files(root.resolve("done"))) {
            String name = root.resolve("done").relativize(file).toString();
            for (String id : ids(file).toList()) {
                lines++;
                if (!answered.contains(id) && !named.contains(name)) {
                    lost.add(name + " " + id);
                }
            }
        }
        System.out.printf(
                "soak: %d kills, %d files written, %d lines in done, %d ids answered, %d files named as not read%n",
                kills, files.get(), lines, answered.size(), named.size());
        assertThat(lines).isPositive();
        assertThat(lost).isEmpty();
        assertThat(WorkingFolder.files(folder.work()))
                .as("the work folder")
                .allMatch(file -> file.getFileName().toString().startsWith("."));
        assertThat(folder.inbox().resolve("link.txt")).exists();
        assertThat(folder.inbox().resolve("pipe.txt")).exists();
    }

    private static Stream<String> ids(Path file) throws IOException {
        Matcher matcher = ID.matcher(Files.readString(file));
        return matcher.results().map(found -> found.group()).toList().stream();
    }
}
