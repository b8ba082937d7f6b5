package org.analyzetext.job;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.analyzetext.document.Document;
import org.analyzetext.document.TextRange;
import org.analyzetext.document.Unicode;
import org.jspecify.annotations.Nullable;

/**
 * Documents to submit together.
 *
 * @param name unique in its source and the same after a restart
 * @param resource the name of the service resource that it was made for; each submit chooses anew
 * @param tasks the models asked, at least one
 * @param due not to be submitted before; null means at once
 * @param attempts how often its documents were submitted before
 * @param documents the documents, in order; their ids in the request are their positions, from 1
 * @param parts where the one document is sent in parts, these; else null
 * @param reduced whether documents that the service blamed were taken out of it: the service is believed once
 * @param receivedAt when the oldest of the documents came in; null where that is not known
 * @param priority how soon it is submitted, beside others
 */
public record Batch(
        String name,
        String resource,
        List<Task> tasks,
        @Nullable Instant due,
        Attempts attempts,
        List<Document> documents,
        @Nullable Parts parts,
        boolean reduced,
        @Nullable Instant receivedAt,
        Priority priority)
        implements JobRecord {
    /** What the service counts as one text record for its bill, in characters. */
    private static final int TEXT_RECORD = 1_000;

    private static final String SECOND = "-2";
    /** Between a batch's name and the number of the part that its one document has come to. */
    private static final String PART = "-p";

    public Batch {
        Objects.requireNonNull(name, "batch");
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(priority, "priority");
        tasks = List.copyOf(tasks);
        documents = List.copyOf(documents);
        if (parts != null && documents.size() != 1) {
            throw new IllegalArgumentException("a document that is sent in parts stands alone in its record");
        }
    }

    /** A batch on its first attempt. */
    public static Batch of(String name, String resource, List<Task> tasks, List<Document> documents) {
        return new Batch(name, resource, tasks, null, Attempts.FIRST, documents, null, false, null, Priority.NORMAL);
    }

    /** How the batch with that number, from 1, is called in its input. */
    public static String nameOf(long number) {
        return "%06d".formatted(number);
    }

    @Override
    public Batch batch() {
        return this;
    }

    @Override
    public int poll() {
        return 0;
    }

    /** {@inheritDoc} The number of the poll says nothing of a batch. */
    @Override
    public Batch at(@Nullable Instant newDue, int newPoll) {
        return at(newDue);
    }

    /** This batch, not to be submitted before; null means at once. */
    public Batch at(@Nullable Instant newDue) {
        return new Batch(name, resource, tasks, newDue, attempts, documents, parts, reduced, receivedAt, priority);
    }

    /** This batch of documents the oldest of which came in then. */
    public Batch receivedAt(@Nullable Instant at) {
        return new Batch(name, resource, tasks, due, attempts, documents, parts, reduced, at, priority);
    }

    /** This batch, submitted so soon. */
    public Batch priority(Priority other) {
        return new Batch(name, resource, tasks, due, attempts, documents, parts, reduced, receivedAt, other);
    }

    /** This batch, to ask these tasks. */
    public Batch asking(List<Task> others) {
        return new Batch(name, resource, others, due, attempts, documents, parts, reduced, receivedAt, priority);
    }

    /** This batch, after so many more submits whose end is unknown. */
    public Batch ambiguousMore(int more) {
        return with(attempts.withAmbiguous(attempts.ambiguous() + more));
    }

    /** This batch without its ambiguous submits, for a document of it that leaves them to the rest. */
    public Batch unambiguous() {
        return with(attempts.withAmbiguous(0));
    }

    private Batch with(Attempts others) {
        return new Batch(name, resource, tasks, due, others, documents, parts, reduced, receivedAt, priority);
    }

    /** This batch once this resource has accepted it. */
    public SubmittedJob submitted(String at, String jobId, Instant when, Instant firstPoll) {
        Batch there = new Batch(name, at, tasks, null, attempts, documents, parts, reduced, receivedAt, priority);
        return new SubmittedJob(there, jobId, when, firstPoll, 0, false);
    }

    @Override
    public Batch again(List<Document> some, Failure failure, Instant at) {
        return again(some, attempts.next(failure, attempts.ambiguous()), at);
    }

    Batch again(List<Document> some, Attempts next, Instant at) {
        return new Batch(name, resource, tasks, at, next, some, parts, reduced, receivedAt, priority);
    }

    /** This batch of one document, to be sent in these parts; none of them leaves it as it is. */
    public Batch inParts(List<TextRange> ranges) {
        return ranges.isEmpty() ? this : ofParts(name, new Parts(ranges, List.of()));
    }

    /** The part after this one, whose answer this is: it is submitted at once, for the first time. */
    public Batch nextPart(PartAnswer answer) {
        Parts now = requireParts();
        return ofParts(name.substring(0, name.lastIndexOf(PART)), new Parts(now.ranges(), now.with(answer)));
    }

    private Batch ofParts(String whole, Parts some) {
        String part = whole + PART + some.number();
        return new Batch(
                part, resource, tasks, null, attempts.ofNextPart(), documents, some, reduced, receivedAt, priority);
    }

    /** What a job said of the part that was sent. */
    public PartAnswer partAnswer(JobReference job, TaskResults said) {
        return new PartAnswer(requireParts().current().characters(), job, said);
    }

    private Parts requireParts() {
        return Objects.requireNonNull(parts, "the record has no parts");
    }

    /** The two halves of a batch that the service refused, to be submitted apart. */
    public List<Batch> halves() {
        int middle = documents.size() / 2;
        return List.of(
                half("-1", attempts, documents.subList(0, middle), reduced),
                half(SECOND, attempts.withAmbiguous(0), documents.subList(middle, documents.size()), reduced));
    }

    /**
     * What is left of a batch that the service refused when the documents are taken out that it blamed. It has the name
     * of the second half, which is kept last.
     */
    public Batch without(List<Document> blamed) {
        List<Document> others = documents.stream()
                .filter(document -> !blamed.contains(document))
                .toList();
        return half(SECOND, attempts, others, true);
    }

    private Batch half(String suffix, Attempts its, List<Document> some, boolean isReduced) {
        return new Batch(name + suffix, resource, tasks, null, its, some, parts, isReduced, receivedAt, priority);
    }

    /** What is sent of a document of this batch: its text, or the part of it that it has come to. */
    public String sentText(Document document) {
        return parts == null ? document.text() : parts.current().of(document.text());
    }

    long textRecordsOf(Document document) {
        return textRecords(sentText(document));
    }

    private static long textRecords(String sent) {
        int characters = sent.length() <= TEXT_RECORD ? sent.length() : Unicode.characters(sent);
        return (characters + TEXT_RECORD - 1L) / TEXT_RECORD;
    }

    /** How many jobs it becomes, with all its parts. */
    public int jobs() {
        return parts == null ? 1 : parts.ranges().size();
    }

    /** What the service bills for all its parts, for each task. */
    public long textRecordsOfAllParts() {
        if (parts == null) {
            return documents.stream().mapToLong(this::textRecordsOf).sum();
        }
        String text = documents.get(0).text();
        return parts.ranges().stream()
                .mapToLong(range -> textRecords(range.of(text)))
                .sum();
    }

    /** Says which batch, never the documents: this may stand in a log. */
    @Override
    public String toString() {
        return "batch " + label() + " (attempt " + attempt() + ", " + size() + " documents)";
    }
}
