package org.analyzetext.edge.files;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Source;
import org.analyzetext.document.TopicPosition;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.Result;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.observe.RunCounters;
import org.apache.camel.Body;

/**
 * Results and dead letters of a stream as files: {@code results/<topic>/<partition>-<offset>.<job>.jsonl}, or {@code
 * results/calls/<call>-<ordinal>.<job>.jsonl} for documents that a host gave. Named by the first document and the job, so that publishing a job again overwrites its file and no other: after a crash the same
 * documents may come in batches of another cut. Thread-safe for different batches.
 */
public final class StreamFiles {
    private final Folders folders;
    private final RunCounters counters;

    public StreamFiles(Folders folders, RunCounters counters) {
        this.folders = folders;
        this.counters = counters;
    }

    /** Writes what became of a batch; durable when this returns. */
    public void publish(@Body BatchOutcome outcome) throws IOException {
        List<Result> results = outcome.results();
        List<DeadLetter> deadLetters = outcome.deadLetters();
        if (!results.isEmpty()) {
            List<Source> sources = results.stream().map(Result::source).toList();
            write(folders.results().resolve(name(sources, outcome)), results);
        }
        if (!deadLetters.isEmpty()) {
            List<Source> sources = deadLetters.stream().map(DeadLetter::source).toList();
            write(folders.deadLetters().resolve(name(sources, outcome)), deadLetters);
        }
        counters.published(results, outcome.deadLettersByCode(), outcome.job().receivedAt());
    }

    private static Path name(List<Source> sources, BatchOutcome outcome) {
        String unique = outcome.job() instanceof SubmittedJob job
                ? job.jobId()
                : UUID.nameUUIDFromBytes(sources.toString().getBytes(StandardCharsets.UTF_8))
                        .toString();
        if (sources.get(0) instanceof TopicPosition first) {
            return Path.of(first.topic(), "%d-%012d.%s.jsonl".formatted(first.partition(), first.offset(), unique));
        }
        FilePosition first = (FilePosition) sources.get(0);
        return Path.of("calls", "%s-%09d.%s.jsonl".formatted(first.file(), first.ordinal(), unique));
    }

    private static void write(Path file, List<?> values) throws IOException {
        Durable.write(file, out -> {
            try (JsonGenerator lines = JsonLines.generator(out)) {
                for (Object value : values) {
                    JsonLines.write(lines, value);
                }
            }
        });
    }
}
