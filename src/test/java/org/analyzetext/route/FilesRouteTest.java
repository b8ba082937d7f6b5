package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.Operation;
import org.analyzetext.localservice.ProjectSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs of every kind against the local service. */
class FilesRouteTest {
    private static final Path SAMPLES = Path.of("src/main/samples");

    @TempDir
    Path root;

    @Test
    void twentyFiveDocumentsAreOneJobOfTwoPages() throws Exception {
        try (LocalService service = service();
                FilesPipeline pipeline = start(service, Map.of())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(25));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(25).allSatisfy(result -> assertThat(
                            result.at("/classifications/0/classes"))
                    .hasSize(1));
            assertThat(service.counters().jobsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void inputsOfEveryFormatEndInOneResultForEachDocumentInOrder() throws Exception {
        try (LocalService service = service();
                FilesPipeline pipeline = start(service, Map.of())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(60));
            pipeline.put("sub/array.json", "[{\"id\":\"a\",\"text\":\"one\"},{\"id\":\"a\",\"text\":\"two\"}]");
            pipeline.put("reviews.csv", "id,text\nx,good\ny,bad\n");
            pipeline.put("letters/1.txt", "Where is my parcel?");

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl"))
                    .extracting(result -> result.at("/source/ordinal").asInt())
                    .hasSize(60)
                    .isSorted();
            assertThat(pipeline.results("sub/array.json.jsonl"))
                    .extracting(result -> result.path("id").asText())
                    .containsExactly("a", "a");
            assertThat(Files.readAllLines(root.resolve("results/reviews.csv")))
                    .hasSize(3)
                    .first()
                    .isEqualTo("id,text,category,confidence,task,project,deployment,published,job_id");
            assertThat(pipeline.results("texts.jsonl"))
                    .extracting(result -> result.at("/source/file").asText())
                    .containsExactly("letters/1.txt");
            assertThat(pipeline.files("done"))
                    .containsExactly("mails.jsonl", "reviews.csv", "sub/array.json", "texts/letters/1.txt");
            assertThat(pipeline.files("dead-letters")).isEmpty();
            // An input is drained a moment before the last of it is cleared away.
            await().atMost(FilesPipeline.LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(pipeline.files("work")).isEmpty());
        }
    }

    @Test
    void aFileThatIsStillBeingWrittenIsLeftAlone() throws Exception {
        Path growing = root.resolve("inbox/growing.jsonl");
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        try (LocalService service = service();
                FilesPipeline pipeline = start(service, Map.of("files.settle", "1s"))) {
            CountDownLatch written = new CountDownLatch(20);
            writer.scheduleAtFixedRate(
                    () -> {
                        if (written.getCount() > 0) {
                            append(growing, FilesPipeline.lines(5));
                            written.countDown();
                        }
                    },
                    0,
                    100,
                    TimeUnit.MILLISECONDS);
            await().atMost(FilesPipeline.LIMIT).until(() -> written.getCount() == 0);

            pipeline.awaitDrained();

            assertThat(pipeline.results("growing.jsonl")).hasSize(100);
        } finally {
            writer.shutdownNow();
        }
    }

    private static void append(Path file, String lines) {
        try {
            Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void bothKindsAreAskedInOneJob() throws Exception {
        try (LocalService service = service();
                FilesPipeline pipeline = start(
                        service,
                        Map.of(
                                "tasks", "intent,support",
                                "tasks.intent.kind", "CustomSingleLabelClassification",
                                "tasks.intent.project-name", "MessageIntent",
                                "tasks.intent.deployment-name", "production",
                                "tasks.support.kind", "CustomMultiLabelClassification",
                                "tasks.support.project-name", "SupportTickets",
                                "tasks.support.deployment-name", "production"))) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(25));

            pipeline.awaitDrained();

            assertThat(pipeline.results("mails.jsonl")).hasSize(25).allSatisfy(result -> assertThat(
                            result.path("classifications"))
                    .extracting(said -> said.at("/task/name").asText())
                    .containsExactly("intent", "support"));
            assertThat(service.counters().jobsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void documentsAskForTheTasksThatTheyNameAndShareJobsOnlyWithTheirLike() throws Exception {
        try (LocalService service = service();
                FilesPipeline pipeline = start(
                        service,
                        Map.ofEntries(
                                Map.entry("tasks", "intent,support"),
                                Map.entry("tasks.default", "intent"),
                                Map.entry("tasks.intent.kind", "CustomSingleLabelClassification"),
                                Map.entry("tasks.intent.project-name", "MessageIntent"),
                                Map.entry("tasks.intent.deployment-name", "production"),
                                Map.entry("tasks.support.kind", "CustomMultiLabelClassification"),
                                Map.entry("tasks.support.project-name", "SupportTickets"),
                                Map.entry("tasks.support.deployment-name", "production"),
                                Map.entry("document.task", "ask")))) {
            StringBuilder rows = new StringBuilder("id,text,ask\n");
            for (int i = 1; i <= 48; i++) {
                rows.append(i)
                        .append(",Where is parcel ")
                        .append(i)
                        .append(List.of("?,support\n", "?,\n", "?,\"support,intent\"\n", "?,mood\n")
                                .get(i % 4));
            }
            pipeline.put("mails.csv", rows.toString());

            pipeline.awaitDrained();

            List<String> results = Files.readAllLines(root.resolve("results/mails.csv"));
            assertThat(results.get(0))
                    .isEqualTo("id,text,ask,intent_category,intent_confidence,support_category,support_confidence,"
                            + "task,project,deployment,published,job_id");
            assertThat(results).hasSize(37);
            assertThat(results.get(1)).matches("1,Where is parcel 1\\?,,\\w+,[0-9.]+,,,.+");
            assertThat(results.get(2)).matches("2,.*,\"support,intent\",\\w+,[0-9.]+,.*,.*,.+");
            assertThat(results.get(3)).matches("4,Where is parcel 4\\?,support,,,.*,.*,.+");
            assertThat(results.subList(1, 37))
                    .extracting(row -> Integer.parseInt(row.substring(0, row.indexOf(','))))
                    .isSorted();
            assertThat(service.counters().jobsAccepted()).isEqualTo(3);
            assertThat(service.counters().textRecords()).isEqualTo(12 + 12 + 24);
            assertThat(pipeline.deadLetters("mails.csv.jsonl")).hasSize(12).allSatisfy(letter -> assertThat(
                            letter.path("code").asText())
                    .isEqualTo("UnknownTask"));
        }
    }

    @Test
    void badRecordsAreDeadLettersAndCostNoCall() throws Exception {
        try (LocalService service = service();
                FilesPipeline pipeline = start(service, Map.of())) {
            pipeline.put("mails.jsonl", "no json\n{\"id\":\"a\",\"text\":\" \"}\n{\"id\":\"b\"}\n");

            pipeline.awaitDrained();

            assertThat(pipeline.deadLetters("mails.jsonl")).hasSize(3).allSatisfy(letter -> assertThat(
                            letter.path("stage").asText())
                    .isEqualTo("read"));
            assertThat(service.counters().requestsByOutcome()).isEmpty();
        }
    }

    @Test
    void theServicesNamingOfTheGuiltySparesTheHalving() throws Exception {
        try (LocalService service = service();
                FilesPipeline pipeline = start(service, Map.of())) {
            service.addFaults("submit-refused=pointer content=\"text 7\"");
            pipeline.put("mails.jsonl", FilesPipeline.lines(25));

            pipeline.awaitDrained();

            assertThat(pipeline.deadLetters("mails.jsonl")).singleElement().satisfies(letter -> {
                assertThat(letter.path("id").asText()).isEqualTo("id-7");
                assertThat(letter.path("message").asText()).contains("configured to refuse this document");
            });
            assertThat(pipeline.results("mails.jsonl")).hasSize(24);
            assertThat(service.counters().requests(Operation.SUBMIT, 400)).isEqualTo(1);
            assertThat(service.counters().jobsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void theSameInputAgainGetsANameOfItsOwn() throws Exception {
        try (LocalService service = service();
                FilesPipeline pipeline = start(service, Map.of())) {
            pipeline.put("mails.jsonl", FilesPipeline.lines(1));
            pipeline.awaitDrained();

            pipeline.put("mails.jsonl", FilesPipeline.lines(1));
            pipeline.awaitDrained();

            assertThat(pipeline.files("results")).isEqualTo(List.of("mails.jsonl", "mails~2.jsonl"));
            assertThat(service.counters().requests(Operation.SUBMIT, 202)).isEqualTo(2);
        }
    }

    private FilesPipeline start(LocalService service, Map<String, String> changes) throws Exception {
        Map<String, String> all = new java.util.HashMap<>(Map.of("task.project-name", "MessageIntent"));
        all.putAll(changes);
        return FilesPipeline.start(root, service.endpoint(), all);
    }

    private static LocalService service() {
        return LocalService.start(LocalServiceSettings.builder()
                .keys(FilesPipeline.KEY)
                .project(ProjectSettings.of(SAMPLES.resolve("support-labels.json")))
                .project(ProjectSettings.of(SAMPLES.resolve("intent-labels.json")))
                .build());
    }
}
