package org.analyzetext.edge.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.OverLong;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchLimits;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskKind;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.stage.Batching;
import org.analyzetext.stage.DryRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesDryRunTest {
    private static final List<Task> TASKS = List.of(
            new Task("topic", TaskKind.MULTI_LABEL, "Topics", "production", false),
            new Task("intent", TaskKind.SINGLE_LABEL, "Intents", "production", false));

    @TempDir
    Path root;

    private Folders folders;

    @BeforeEach
    void makeInbox() throws Exception {
        folders = Scene.folders(root);
        Files.createDirectories(folders.inbox());
    }

    @Test
    void countsDocumentsJobsDeadLettersAndTextRecordsOfEachTask() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            lines.append("{\"id\":\"")
                    .append(i)
                    .append("\",\"text\":\"")
                    .append("x".repeat(i == 0 ? 1_001 : 10))
                    .append("\"}\n");
        }
        Files.writeString(folders.inbox().resolve("mails.jsonl"), lines + "{\"id\":\"31\",\"text\":\" \"}\nno json\n");

        DryRun run = only(FilesDryRun.ofInbox(
                folders,
                new InboxFiles(folders.inbox()),
                reader(OverLong.DEAD_LETTER),
                batching(OverLong.DEAD_LETTER)));

        assertThat(run.input()).isEqualTo("mails.jsonl");
        assertThat(run.documents()).isEqualTo(32);
        assertThat(run.jobs()).isEqualTo(2);
        assertThat(run.rejected()).isEqualTo(Map.of("EmptyText", 1L, "InvalidJson", 1L));
        assertThat(run.textRecords()).isEqualTo(Map.of("topic", 31L, "intent", 31L));
    }

    @Test
    void whatWaitsInTheWorkFolderIsCountedToo() throws Exception {
        Scene scene = new Scene(root);
        Input input = scene.cut("mails.jsonl", "bad\n" + Scene.lines(5), 2);
        scene.jobs.take(Durable.list(input.todo()).get(0).toFile());
        scene.claim("later.jsonl", Scene.lines(3));
        Batch batch = scene.jobs.take(Durable.list(input.todo()).get(0).toFile());
        scene.jobs.put(batch.submitted("default", "job", scene.clock.instant(), scene.clock.instant()));
        scene.jobs.submitted(batch);

        List<DryRun> runs = FilesDryRun.ofWork(folders, reader(OverLong.DEAD_LETTER), batching(OverLong.DEAD_LETTER));

        assertThat(runs).extracting(DryRun::input).containsExactly("later.jsonl (in work)", "mails.jsonl (in work)");
        assertThat(runs).extracting(DryRun::documents).containsExactly(3L, 3L);
        assertThat(runs).extracting(DryRun::jobs).containsExactly(1L, 2L);
    }

    @Test
    void filesOfOneTextShareJobs() throws Exception {
        for (int i = 0; i < 26; i++) {
            Files.writeString(folders.inbox().resolve("text-" + i + ".txt"), "a text");
        }
        DryRun run = only(FilesDryRun.ofInbox(
                folders,
                new InboxFiles(folders.inbox()),
                reader(OverLong.DEAD_LETTER),
                batching(OverLong.DEAD_LETTER)));
        assertThat(run.documents()).isEqualTo(26);
        assertThat(run.jobs()).isEqualTo(2);
    }

    @Test
    void eachPartOfAnOverLongTextIsAJob() throws Exception {
        Files.writeString(folders.inbox().resolve("book.txt"), "word ".repeat(60_000));
        DryRun run = only(FilesDryRun.ofInbox(
                folders, new InboxFiles(folders.inbox()), reader(OverLong.SPLIT), batching(OverLong.SPLIT)));
        assertThat(run.documents()).isEqualTo(1);
        assertThat(run.jobs()).isEqualTo(3);
        assertThat(run.textRecords().get("topic")).isBetween(300L, 302L);
    }

    @Test
    void givesTheNumbersOfTheCutThatARunMakes() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            lines.append("{\"id\":\"")
                    .append(i)
                    .append("\",\"text\":\"")
                    .append("word ".repeat(1 + i * 40 % 3_000))
                    .append("\"}\n");
        }
        Files.writeString(folders.inbox().resolve("mails.jsonl"), lines);
        DryRun run = only(FilesDryRun.ofInbox(
                folders,
                new InboxFiles(folders.inbox()),
                reader(OverLong.DEAD_LETTER),
                batching(OverLong.DEAD_LETTER)));

        new Inbox(
                        folders,
                        new InboxFiles(folders.inbox()),
                        java.time.Duration.ZERO,
                        new ReadyTimes(),
                        Clock.systemUTC())
                .claim(folders.inbox().resolve("mails.jsonl"));
        Path folder = Durable.list(folders.work()).stream()
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
        new Cutter(
                        reader(OverLong.DEAD_LETTER),
                        rules(OverLong.DEAD_LETTER),
                        BatchLimits.SERVICE,
                        "default",
                        TASKS,
                        PriorityPatterns.NONE,
                        new RunCounters(),
                        new ReadyTimes(),
                        Clock.systemUTC())
                .cut(folder.resolve(Input.CLAIM_FILE).toFile());

        Input.Manifest manifest = Input.open(folder).manifest();
        assertThat(run.documents()).isEqualTo(manifest.documents());
        assertThat(run.jobs()).isEqualTo(manifest.batches());
    }

    private static DryRun only(List<DryRun> runs) {
        assertThat(runs).hasSize(1);
        return runs.get(0);
    }

    private static DocumentRules rules(OverLong overLong) {
        return new DocumentRules(125_000, overLong);
    }

    private static DocumentReader reader(OverLong overLong) {
        return new DocumentReader(new DocumentFields("/id", "/text", "/language"), rules(overLong));
    }

    private static Function<Batching.Taker, Batching> batching(OverLong overLong) {
        return taker -> new Batching(rules(overLong), BatchLimits.SERVICE, "", TASKS, "dry-run", taker);
    }
}
