package org.analyzetext.edge.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.analyzetext.MovableClock;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentFields;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.document.DocumentRules;
import org.analyzetext.document.Json;
import org.analyzetext.document.OverLong;
import org.analyzetext.document.TaskNames;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchLimits;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Batches;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Failure;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.JobReference;
import org.analyzetext.job.Label;
import org.analyzetext.job.Result;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskResult;
import org.analyzetext.job.TaskResults;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.stage.StorageGate;

/** The file edges on a temporary folder, with a clock that is set by hand. */
final class Scene {
    final Folders folders;
    final RunCounters counters = new RunCounters();
    final StorageGate storage = new StorageGate(Duration.ofMillis(20));
    final ReadyTimes ready = new ReadyTimes();
    final MovableClock clock = new MovableClock(Batches.NOW);
    final Inbox inbox;
    PriorityPatterns priorities = PriorityPatterns.NONE;
    final JobFolder jobs;
    final OutcomeFolder outcomes;

    final List<Task> tasks;
    static final CsvSettings PLAIN = new CsvSettings(false, false);

    Scene(Path root) {
        this(root, List.of(Batches.SINGLE));
    }

    /** A scene in which documents choose among these tasks in the field {@code task}. */
    Scene(Path root, List<Task> tasks) {
        this.tasks = tasks;
        folders = folders(root);
        inbox = new Inbox(folders, new InboxFiles(folders.inbox()), Duration.ofSeconds(1), ready, clock);
        jobs = new JobFolder(folders, Duration.ofSeconds(5), storage, ready, clock);
        outcomes = new OutcomeFolder(folders, counters);
        for (Path folder : List.of(folders.inbox(), folders.work())) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The folders of the files edges, all in one. */
    static Folders folders(Path root) {
        return new Folders(
                root.resolve("inbox"),
                root.resolve("work"),
                root.resolve("results"),
                root.resolve("dead-letters"),
                root.resolve("done"),
                root.resolve("accounts"));
    }

    Cutter cutter(int maxDocuments) {
        return new Cutter(
                reader(),
                rules(),
                new BatchLimits(maxDocuments, 1_000),
                "default",
                tasks,
                priorities,
                counters,
                ready,
                clock);
    }

    DocumentReader reader() {
        return new DocumentReader(new DocumentFields("/id", "/text", "/language"), rules());
    }

    private DocumentRules rules() {
        return new DocumentRules(
                1_000,
                OverLong.DEAD_LETTER,
                new TaskNames("/task", "", tasks.stream().map(Task::name).toList(), List.of()));
    }

    /** Puts a file in the inbox and has it claimed. */
    void claim(String name, String content) throws IOException {
        inbox.claim(put(name, content));
    }

    Path put(String name, String content) throws IOException {
        Path file = folders.inbox().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Claims and cuts an input of so many documents. */
    Input cut(String name, String content, int maxDocuments) throws IOException {
        claim(name, content);
        Input input = only();
        cutter(maxDocuments).cut(input.folder().resolve(Input.CLAIM_FILE).toFile());
        return input;
    }

    /** The one input in the work folder. */
    Input only() throws IOException {
        List<Input> inputs = inputs();
        if (inputs.size() != 1) {
            throw new AssertionError("not one input: " + inputs);
        }
        return inputs.get(0);
    }

    List<Input> inputs() throws IOException {
        List<Input> inputs = new java.util.ArrayList<>();
        for (Path folder : Durable.list(folders.work())) {
            inputs.add(Input.open(folder));
        }
        return inputs;
    }

    void join(Input input) throws IOException {
        join(input, PLAIN);
    }

    void join(Input input, CsvSettings csv) throws IOException {
        new Joiner(folders, reader(), tasks, csv, counters, new InputReports(null), clock)
                .join(input.folder().resolve(Input.MANIFEST_FILE).toFile());
    }

    /** JSON lines for documents 1 to {@code count}. */
    static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            lines.append("{\"id\":\"id-%d\",\"text\":\"text %d\"}\n".formatted(i, i));
        }
        return lines.toString();
    }

    /** Takes, submits, and ends every batch that waits: all documents get a result. */
    void answerAll(Input input) throws IOException {
        for (Path file : Durable.list(input.todo())) {
            Batch batch = jobs.take(file.toFile());
            SubmittedJob job = batch.submitted("default", "job-" + batch.name(), clock.instant(), clock.instant());
            jobs.put(job);
            jobs.submitted(batch);
            outcomes.publish(results(job));
            jobs.polled(job);
        }
    }

    static BatchOutcome results(JobRecord job) {
        return new BatchOutcome(
                job,
                job.documents().stream().map(document -> result(job, document)).toList(),
                List.of(),
                List.of());
    }

    static BatchOutcome dead(JobRecord job) {
        return new BatchOutcome(
                job,
                List.of(),
                job.documents().stream().map(document -> letter(job, document)).toList(),
                List.of());
    }

    static Result result(JobRecord job, Document document) {
        return new Result(
                document.id(),
                document.source(),
                TaskResults.of(job.tasks().stream()
                        .map(task -> TaskResult.of(
                                TaskResult.TaskName.of(task, ""),
                                List.of(new Label("Sports", new java.math.BigDecimal("0.90"))),
                                List.of()))
                        .toList()),
                List.of(),
                JobReference.of(job, document, "2022-05-01", Batches.NOW, null),
                List.of(),
                document.metadata(),
                Batches.NOW,
                Batches.NOW,
                null);
    }

    static DeadLetter letter(JobRecord job, Document document) {
        return DeadLetter.of(
                document,
                DeadLetter.Stage.ANALYZE,
                "InvalidDocument",
                "refused",
                false,
                null,
                job,
                JobReference.of(job, document, "2022-05-01", null, null),
                TaskResults.NONE,
                Batches.NOW);
    }

    static Failure failure(int attempt) {
        return new Failure(
                attempt,
                "job",
                "JobFailed",
                "the job ended as failed",
                null,
                Batches.NOW,
                "default",
                0,
                0,
                false,
                null,
                0);
    }

    static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> values = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            values.add(Json.MAPPER.readTree(line));
        }
        return values;
    }

    /** Every file below a folder, relative to it, with {@code /}. */
    static List<String> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> Input.slashes(folder.relativize(file)))
                    .sorted()
                    .toList();
        }
    }
}
