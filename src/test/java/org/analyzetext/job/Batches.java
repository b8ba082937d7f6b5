package org.analyzetext.job;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.analyzetext.document.Document;
import org.analyzetext.document.FilePosition;
import org.analyzetext.document.Json;

/** Batches for tests. */
public final class Batches {
    public static final Task SINGLE = new Task("intent", TaskKind.SINGLE_LABEL, "Intents", "production", false);
    public static final Task MULTI = new Task("support", TaskKind.MULTI_LABEL, "Support", "staging", false);
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final Failure FAILURE = new Failure(
            1, "job-1", "JobFailed", "the job ended as failed", "req-1", NOW, "default", 0, 0, false, null, 0);

    private Batches() {}

    /** A document with its ordinal in its id and text. */
    public static Document document(int ordinal) {
        return document("mails.jsonl", ordinal);
    }

    public static Document document(String file, int ordinal) {
        return new Document(
                new FilePosition(file, ordinal, (long) ordinal),
                "id-" + ordinal,
                null,
                "text " + ordinal,
                Json.MAPPER.createObjectNode());
    }

    public static List<Document> documents(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Batches::document).toList();
    }

    /** A batch of one task on its first try. */
    public static Batch toSubmit(int documents) {
        return toSubmit(documents(documents), SINGLE);
    }

    public static Batch toSubmit(List<Document> documents, Task... tasks) {
        return Batch.of("mails.jsonl/000001", "default", List.of(tasks), documents);
    }

    /** The same, once the service has it. */
    public static SubmittedJob submitted(int documents, Task... tasks) {
        return toSubmit(documents(documents), tasks.length == 0 ? new Task[] {SINGLE} : tasks)
                .submitted("default", "job-1", NOW, NOW.plusSeconds(1));
    }
}
