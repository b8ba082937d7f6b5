package org.analyzetext.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.analyzetext.localservice.DurationDistribution;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten urgent documents behind a bulk that fills a quota of 1,000 calls a minute for minutes. */
@Tag("long")
class UrgentFileIT {
    private static final int BULK = Integer.getInteger("analyzetext.urgent.bulk", 100_000);
    private static final Duration WATCHED = Duration.ofSeconds(60);

    @TempDir
    Path root;

    @Test
    void anUrgentFileIsNotBehindTheBulkWhateverItsName() throws Exception {
        try (LocalService service = LocalService.start(LocalServiceSettings.builder()
                .keys(WorkingFolder.KEY)
                .project(ProjectSettings.of(Path.of("src/main/samples/intent-labels.json")))
                .jobDuration(DurationDistribution.parse("2s"))
                .requestsPerMinute(1_000)
                .build())) {
            WorkingFolder folder = new WorkingFolder(root)
                    .calling(service)
                    .with("exit-when-drained", "false")
                    .with("quota.enabled", "true")
                    .with("poll.first-poll", "1s")
                    .with("poll.longest", "15s")
                    .with("files.urgent", "urgent/**");
            folder.put("a-bulk.jsonl", documents("bulk", BULK));
            try (RunningApp app = folder.start()) {
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> service.counters().documentsAccepted() > 5_000 || !app.isAlive());
                long before = accepted(service, app);

                long put = System.nanoTime();
                folder.put("urgent/z.jsonl", documents("urgent", 10));
                Path results = folder.results().resolve("urgent/z.jsonl");
                await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(results));
                double seconds = (System.nanoTime() - put) / 1e9;
                long with = accepted(service, app);

                System.out.printf(
                        "%,d bulk documents: ten urgent ones labelled after %.1f s; the bulk: %,d documents in %d s"
                                + " before, %,d after them%n",
                        BULK, seconds, before, WATCHED.toSeconds(), with);
                assertThat(seconds).isLessThan(15);
            }
        }
    }

    /** Documents that the service takes while it is watched. */
    private static long accepted(LocalService service, RunningApp app) throws Exception {
        long before = service.counters().documentsAccepted();
        TimeUnit.NANOSECONDS.sleep(WATCHED.toNanos());
        assertThat(app.isAlive()).as(app.err()).isTrue();
        return service.counters().documentsAccepted() - before;
    }

    private static String documents(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\":\"%s-%d\",\"text\":\"Where is parcel %d?\"}\n".formatted(name, i, i))
                .collect(Collectors.joining());
    }
}
