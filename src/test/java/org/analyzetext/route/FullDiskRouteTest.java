package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.analyzetext.edge.files.AccountBook;
import org.analyzetext.edge.files.Folders;
import org.analyzetext.edge.files.SmallDisk;
import org.analyzetext.observe.ReadinessCheck;
import org.analyzetext.route.ScriptedService.Reply;
import org.analyzetext.route.ScriptedService.Request;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No batch is paid for twice because its job or its answer can't be kept for a while. */
class FullDiskRouteTest {
    private static final int DOCUMENTS = 200;

    @TempDir
    Path root;

    private SmallDisk disk;

    @BeforeEach
    void aDiskOfItsOwn() throws Exception {
        disk = SmallDisk.mount(root.resolve("disk"), 2048);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void aDiskThatIsFullForAWhileMakesNoBatchBePaidForTwice() throws Exception {
        everyBatchIsPaidForOnce(disk::fill, disk::free);
    }

    @Test
    void aDiskThatCanHaveNoMoreFilesForAWhileMakesNoBatchBePaidForTwice() throws Exception {
        everyBatchIsPaidForOnce(disk::takeAllFiles, disk::giveFilesBack);
    }

    @Test
    void jobsThatCantBeKeptForAWhileAreNotPaidForTwice() throws Exception {
        Path jobs = root.resolve("disk/work/mails.jsonl/jobs");
        Path away = root.resolve("disk/jobs");
        everyBatchIsPaidForOnce(() -> moveAway(jobs, away), () -> {
            Files.delete(jobs);
            Files.move(away, jobs);
        });
    }

    /** Puts a file in a folder's place; whoever takes a batch meanwhile makes the folder anew. */
    private static void moveAway(Path folder, Path away) throws IOException {
        Files.move(folder, away);
        while (true) {
            try {
                Files.createFile(folder);
                return;
            } catch (FileAlreadyExistsException madeAnew) {
                emptyInto(away, folder);
            }
        }
    }

    private static void emptyInto(Path away, Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.move(file, away.resolve(file.getFileName()));
            }
        }
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException again) {
            emptyInto(away, folder);
        }
    }

    private void everyBatchIsPaidForOnce(Step close, Step open) throws Exception {
        try (ScriptedService service = new ScriptedService()) {
            AtomicInteger submits = new AtomicInteger();
            Function<Request, Reply> accept = service.onSubmit;
            service.onSubmit = request -> {
                if (submits.incrementAndGet() == 3) {
                    close.run();
                }
                return accept.apply(request);
            };
            try (FilesPipeline pipeline = FilesPipeline.start(root.resolve("disk"), service.endpoint())) {
                pipeline.put("mails.jsonl", FilesPipeline.lines(DOCUMENTS));
                await().atMost(FilesPipeline.LIMIT)
                        .untilAsserted(() -> assertThat(readiness(pipeline)).contains("storage:"));

                open.run();
                pipeline.awaitDrained();

                assertThat(pipeline.results("mails.jsonl")).hasSize(DOCUMENTS);
                await().atMost(FilesPipeline.LIMIT)
                        .untilAsserted(() -> assertThat(readiness(pipeline)).isEmpty());
                assertThat(pipeline.counters().ambiguousSubmits()).isZero();
            }
            assertThatTheAccountIsThatOf(service);
            List<String> paid = service.requests.stream()
                    .filter(request -> request.method().equals("POST"))
                    .flatMap(request -> request.texts().stream())
                    .toList();
            assertThat(paid)
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, DOCUMENTS)
                            .mapToObj(number -> "text " + number)
                            .toList());
        }
    }

    private void assertThatTheAccountIsThatOf(ScriptedService service) throws Exception {
        List<Request> submits = service.requests.stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
        Path disk = root.resolve("disk");
        Folders folders = new Folders(
                disk.resolve("inbox"),
                disk.resolve("work"),
                disk.resolve("results"),
                disk.resolve("dead-letters"),
                disk.resolve("done"),
                disk.resolve("accounts"));
        assertThat(new AccountBook(folders).accounts()).singleElement().satisfies(account -> {
            assertThat(account.places().addsUp()).isTrue();
            assertThat(account.places().results()).isEqualTo(DOCUMENTS);
            assertThat(account.cost().jobs()).isEqualTo(submits.size());
            assertThat(account.cost().textRecordsInAll())
                    .isEqualTo(submits.stream()
                            .mapToLong(submit -> submit.texts().size())
                            .sum());
        });
    }

    /** Why the pipeline is not ready; empty while it is. */
    private static String readiness(FilesPipeline pipeline) {
        HealthCheck check = HealthCheckRegistry.get(pipeline.context())
                .getCheck(ReadinessCheck.ID)
                .orElseThrow();
        return check.call().getMessage().orElse("");
    }

    /** Something that is done to the disk. */
    private interface Step {
        void make() throws Exception;

        default void run() {
            try {
                make();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
