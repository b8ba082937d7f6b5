package org.analyzetext.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole core against a service that answers at random. A run is an input of a few documents with a seed of its own;
 * many are on their way at once. A run that failed is made again by
 * {@code -Danalyzetext.random-seed=<its seed> -Danalyzetext.random-runs=1}.
 */
class RandomServiceTest {
    private static final int ATTEMPTS = 3;
    private static final int BATCH = 4;
    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final int PAUSE_MS = 20;
    private static final int AT_ONCE = 48;

    /** Submits of a document that the service decides on: one for each try, and one for each halving of its batch. */
    private static final int MOST_SUBMITS = ATTEMPTS + 2;
    /** Polls a job that the service decides on: none comes sooner after another than the shortest pause. */
    private static final int MOST_LOOKS = (int) DEADLINE.toMillis() / PAUSE_MS + 2;

    /** In memory where that is possible: how fast a disk forces thousands of small files is tested elsewhere. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private Path root;

    private final RandomService random = new RandomService();

    @BeforeEach
    void makeFolder() throws IOException {
        root = Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "random-service")
                : Files.createTempDirectory("random-service");
    }

    @AfterEach
    void removeFolder() throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void whateverTheServiceAnswersEachDocumentHasOneOutcomeAndItIsTheRightOne() throws Exception {
        run(Integer.getInteger("analyzetext.random-runs", 500));
    }

    @Test
    @Tag("long")
    void tenThousandTimes() throws Exception {
        run(Integer.getInteger("analyzetext.random-runs", 10_000));
    }

    private void run(int runs) throws Exception {
        long first = Long.getLong("analyzetext.random-seed", System.currentTimeMillis() * 100_000);
        System.out.printf("random service: %d runs, seeds %d to %d%n", runs, first, first + runs - 1);
        long begin = System.nanoTime();
        try (ScriptedService service = new ScriptedService();
                FilesPipeline pipeline = FilesPipeline.start(
                        root,
                        service.endpoint(),
                        Map.of(
                                "batch.max-documents", Integer.toString(BATCH),
                                "job.max-attempts", Integer.toString(ATTEMPTS),
                                "job.deadline", DEADLINE.toMillis() + "ms",
                                "poll.first-poll", PAUSE_MS + "ms",
                                "poll.longest", "40ms",
                                "call.shortest-wait", "1ms",
                                "call.longest-wait", "5ms",
                                "submit.threads", "8",
                                "poll.threads", "8",
                                "quota.enabled", "false"))) {
            service.onSubmit = random::onSubmit;
            service.onPoll = random::onPoll;
            List<String> wrong = new ArrayList<>();
            int calls = 0;
            for (int done = 0; done < runs; done += AT_ONCE) {
                int wave = Math.min(AT_ONCE, runs - done);
                for (int i = 0; i < wave; i++) {
                    put(pipeline, first + done + i);
                }
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(20))
                        .until(pipeline::drained);
                for (int i = 0; i < wave; i++) {
                    check(pipeline, first + done + i, wrong);
                }
                calls += service.requests.size();
                service.requests.clear();
            }
            random.decidedPolls.forEach((job, polls) -> {
                if (polls.get() > MOST_LOOKS) {
                    wrong.add("job " + job + " was polled " + polls + " times");
                }
            });
            System.out.printf(
                    "random service: %d runs, %d calls, %d s, wrong: %s%n",
                    runs, calls, Duration.ofNanos(System.nanoTime() - begin).toSeconds(), wrong);
            assertThat(wrong).isEmpty();
        }
    }

    private static int documents(long seed) {
        return 1 + (int) Math.floorMod(seed, 7L);
    }

    private static String name(long seed) {
        return seed + ".jsonl";
    }

    private static void put(FilesPipeline pipeline, long seed) throws Exception {
        pipeline.put(
                name(seed),
                IntStream.rangeClosed(1, documents(seed))
                        .mapToObj(n -> "{\"id\":\"%d\",\"text\":\"%s\"}\n".formatted(n, RandomService.text(seed, n)))
                        .collect(Collectors.joining()));
    }

    private void check(FilesPipeline pipeline, long seed, List<String> wrong) throws Exception {
        List<JsonNode> results = pipeline.results(name(seed));
        List<JsonNode> letters = pipeline.deadLetters(name(seed));
        List<Integer> outcomes = new ArrayList<>();
        results.forEach(result -> outcomes.add(result.at("/source/ordinal").asInt()));
        letters.forEach(letter -> outcomes.add(letter.at("/source/ordinal").asInt()));
        List<Integer> expected =
                IntStream.rangeClosed(1, documents(seed)).boxed().toList();
        if (!outcomes.stream().sorted().toList().equals(expected)) {
            wrong.add("seed " + seed + ": the documents with an outcome are " + outcomes);
        }
        for (JsonNode result : results) {
            String text = RandomService.text(seed, result.at("/source/ordinal").asInt());
            if (!result.at("/classifications/0/classes/0/category").asText().equals(text)
                    || !random.jobs.get(result.at("/job/id").asText()).contains(text)) {
                wrong.add("seed " + seed + ": a result is another document's: " + result);
            }
        }
        for (JsonNode letter : letters) {
            String text = RandomService.text(seed, letter.at("/source/ordinal").asInt());
            boolean right = letter.path("retryable").asBoolean()
                    ? letter.path("attempts").asInt() == ATTEMPTS && !random.answeredWell.contains(text)
                    : random.refused.contains(text + " " + letter.path("code").asText());
            if (!right) {
                wrong.add("seed " + seed + ": a dead letter without good reason: " + letter);
            }
        }
        for (int document : expected) {
            String text = RandomService.text(seed, document);
            if (random.decidedSubmits.get(text).get() > MOST_SUBMITS) {
                wrong.add(
                        "seed " + seed + ": " + text + " was submitted " + random.decidedSubmits.get(text) + " times");
            }
        }
    }
}
