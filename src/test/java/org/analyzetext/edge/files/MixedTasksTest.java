package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.analyzetext.job.Batch;
import org.analyzetext.job.Batches;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.apache.camel.util.FileUtil;

/** Inputs whose documents ask for different tasks: what the cut makes of them and in which order they come out. */
class MixedTasksTest {
    private static final List<Task> TASKS = List.of(
            Batches.SINGLE, Batches.MULTI, new Task("mood", TaskKind.SINGLE_LABEL, "Mood", "production", false));

    @Property(tries = 20)
    void resultsComeOutInTheOrderOfTheInputWithTheTasksThatWereAskedFor(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -1, max = 7) Integer> asked,
            @ForAll @IntRange(min = 1, max = 6) int most,
            @ForAll Random random)
            throws Exception {
        Path root = Files.createTempDirectory("mixed");
        try {
            Scene scene = new Scene(root, TASKS);
            Input input = scene.cut("mails.csv", csv(asked), most);
            answer(scene, input, random);

            scene.join(input);

            List<String> rows = Files.readAllLines(scene.folders.results().resolve("mails.csv"));
            assertThat(rows.get(0))
                    .isEqualTo(
                            "id,text,task,intent_category,intent_confidence,support_category,"
                                    + "support_confidence,mood_category,mood_confidence,task_2,project,deployment,published,job_id");
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                if (asked.get(i) >= 0) {
                    expected.add(i + ",text," + cell(asked.get(i)) + "," + values(asked.get(i)));
                }
            }
            assertThat(rows.subList(1, rows.size()))
                    .extracting(row -> row.replaceFirst("(,[^,]*){5}$", ""))
                    .containsExactlyElementsOf(expected);
            long unknown = asked.stream().filter(set -> set < 0).count();
            Path dead = scene.folders.deadLetters().resolve("mails.csv.jsonl");
            assertThat(unknown == 0 ? List.of() : Scene.read(dead)).hasSize((int) unknown);
        } finally {
            FileUtil.removeDir(root.toFile());
        }
    }

    /** Bit i of a number stands for task i; 0 asks for none, -1 for one that there is not. */
    private static String cell(int set) {
        return set < 0 ? "unknown" : quoted(names(set));
    }

    private static String quoted(List<String> names) {
        return names.size() > 1 ? '"' + String.join(",", names) + '"' : String.join(",", names);
    }

    private static List<String> names(int set) {
        return TASKS.stream()
                .filter(task -> (set >> TASKS.indexOf(task) & 1) == 1)
                .map(Task::name)
                .toList();
    }

    private static String values(int set) {
        List<String> values = new ArrayList<>();
        for (Task task : TASKS) {
            values.add(set == 0 || names(set).contains(task.name()) ? "Sports,0.90" : ",");
        }
        return String.join(",", values);
    }

    private static String csv(List<Integer> asked) {
        StringBuilder csv = new StringBuilder("id,text,task\n");
        for (int i = 0; i < asked.size(); i++) {
            csv.append(i).append(",text,").append(cell(asked.get(i))).append('\n');
        }
        return csv.toString();
    }

    private static void answer(Scene scene, Input input, Random random) throws Exception {
        List<Path> batches = new ArrayList<>(Durable.list(input.todo()));
        Collections.shuffle(batches, random);
        for (Path file : batches) {
            Batch batch = scene.jobs.take(file.toFile());
            SubmittedJob job =
                    batch.submitted("default", "job-" + batch.name(), scene.clock.instant(), scene.clock.instant());
            scene.jobs.put(job);
            scene.jobs.submitted(batch);
            scene.outcomes.publish(Scene.results(job));
            scene.jobs.polled(job);
        }
    }
}
