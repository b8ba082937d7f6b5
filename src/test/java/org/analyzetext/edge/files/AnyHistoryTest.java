package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.analyzetext.document.Document;
import org.analyzetext.document.FilePosition;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Result;
import org.analyzetext.job.SubmittedJob;

/** Whatever becomes of the batches, and wherever the process is killed: every document has one outcome. */
class AnyHistoryTest {
    private static final int MAX_ATTEMPTS = 3;

    @Property(tries = 50)
    void everyDocumentIsOneResultOrOneDeadLetter(
            @ForAll @IntRange(min = 0, max = 25) int documents,
            @ForAll @IntRange(min = 1, max = 7) int batchSize,
            @ForAll long seed)
            throws Exception {
        Path root = Files.createTempDirectory("history");
        try {
            Random random = new Random(seed);
            Scene scene = new Scene(root);
            Input input = scene.cut("mails.jsonl", lines(documents, random), batchSize);

            while (!input.isQuiet()) {
                step(scene, input, random);
            }
            scene.join(input);

            List<Long> ordinals = new ArrayList<>();
            ordinals.addAll(ordinals(scene.folders.results().resolve("mails.jsonl")));
            ordinals.addAll(ordinals(scene.folders.deadLetters().resolve("mails.jsonl")));
            assertThat(ordinals)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, documents).boxed().toList());
            assertThat(ordinals(scene.folders.results().resolve("mails.jsonl"))).isSorted();
            assertThat(ordinals(scene.folders.deadLetters().resolve("mails.jsonl")))
                    .isSorted();
        } finally {
            Durable.deleteTree(root);
        }
    }

    /** One batch is taken, and ends somehow, or the process dies on the way. */
    private static void step(Scene scene, Input input, Random random) throws Exception {
        List<Path> jobs = Durable.list(input.jobs());
        List<Path> todo = Durable.list(input.todo());
        if (todo.isEmpty() && jobs.isEmpty()) {
            restart(scene);
        } else if (!jobs.isEmpty() && (todo.isEmpty() || random.nextBoolean())) {
            poll(scene, jobs.get(random.nextInt(jobs.size())), random);
        } else {
            submit(scene, todo.get(random.nextInt(todo.size())), random);
        }
    }

    private static void submit(Scene scene, Path file, Random random) throws Exception {
        Batch batch = scene.jobs.take(file.toFile());
        switch (random.nextInt(6)) {
            case 0 -> scene.jobs.putBack(batch, 0);
            case 1 -> restart(scene);
            default -> {
                if (isRefused(batch, random)) {
                    settle(scene, batch, refused(batch), random);
                    return;
                }
                scene.jobs.put(batch.submitted(
                        "default", "job-" + random.nextInt(1_000), scene.clock.instant(), scene.clock.instant()));
                if (!killed(scene, random)) {
                    scene.jobs.submitted(batch);
                }
            }
        }
    }

    private static void poll(Scene scene, Path file, Random random) throws Exception {
        SubmittedJob job = scene.jobs.poll(file.toFile());
        if (random.nextInt(4) == 0) {
            scene.jobs.later(job, job.pollAgain(scene.clock.instant().plusMillis(random.nextInt(1_000))));
            return;
        }
        settle(scene, job, ended(job, random), random);
    }

    /** As the publish route does it, but for a kill between any two steps. */
    private static void settle(Scene scene, JobRecord taken, BatchOutcome outcome, Random random) throws Exception {
        scene.outcomes.publish(outcome);
        if (killed(scene, random)) {
            return;
        }
        for (Batch again : outcome.again()) {
            if (random.nextInt(8) == 0) {
                giveUp(scene, taken);
                return;
            }
            scene.jobs.put(again);
            if (killed(scene, random)) {
                return;
            }
        }
        if (taken instanceof SubmittedJob job) {
            scene.jobs.polled(job);
        } else {
            scene.jobs.submitted(taken.batch());
        }
    }

    /** As the routes do it after a failure of this machine. */
    private static void giveUp(Scene scene, JobRecord taken) throws Exception {
        if (taken instanceof SubmittedJob job) {
            scene.jobs.rest(job);
        } else {
            scene.jobs.putBack(taken.batch(), 0);
        }
    }

    private static boolean killed(Scene scene, Random random) {
        if (random.nextInt(5) > 0) {
            return false;
        }
        restart(scene);
        return true;
    }

    private static void restart(Scene scene) {
        WorkFolder next = new WorkFolder(scene.folders, scene.counters, scene.folders.beside());
        next.start();
        next.stop();
    }

    /** Such a document is refused as a rule, but what the service refuses today it may take tomorrow, and the reverse. */
    private static boolean isRefused(Batch batch, Random random) {
        boolean guilty =
                batch.documents().stream().anyMatch(document -> ((FilePosition) document.source()).ordinal() % 5 == 3);
        return random.nextInt(8) < (guilty ? 6 : 1);
    }

    private static BatchOutcome refused(Batch batch) {
        return batch.size() > 1 ? new BatchOutcome(batch, List.of(), List.of(), batch.halves()) : Scene.dead(batch);
    }

    private static BatchOutcome ended(SubmittedJob job, Random random) {
        List<Result> results = new ArrayList<>();
        List<DeadLetter> letters = new ArrayList<>();
        List<Document> again = new ArrayList<>();
        for (Document document : job.documents()) {
            int outcome = random.nextInt(3);
            if (outcome == 0) {
                results.add(Scene.result(job, document));
            } else if (outcome == 1 || job.attempt() >= MAX_ATTEMPTS) {
                letters.add(Scene.letter(job, document));
            } else {
                again.add(document);
            }
        }
        List<Batch> next = again.isEmpty()
                ? List.of()
                : List.of(job.again(again, Scene.failure(job.attempt()), job.submittedAt()));
        return new BatchOutcome(job, results, letters, next);
    }

    private static String lines(int documents, Random random) {
        StringBuilder lines = new StringBuilder("\n");
        for (int i = 1; i <= documents; i++) {
            lines.append(random.nextInt(6) == 0 ? "bad " + i + "\n" : "{\"text\":\"text " + i + "\"}\n");
        }
        return lines.toString();
    }

    private static List<Long> ordinals(Path file) throws Exception {
        List<Long> ordinals = new ArrayList<>();
        if (Files.exists(file)) {
            for (JsonNode value : Scene.read(file)) {
                ordinals.add(value.at("/source/ordinal").asLong());
            }
        }
        return ordinals;
    }
}
