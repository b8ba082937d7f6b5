package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.CharConversionException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.analyzetext.document.Document;
import org.analyzetext.document.Envelope;
import org.analyzetext.document.Json;
import org.analyzetext.document.LogText;
import org.analyzetext.document.TextRange;
import org.analyzetext.document.Unicode;
import org.jspecify.annotations.Nullable;

/**
 * A batch of documents on its way: everything that a stranger needs to finish it.
 *
 * @param v the version of this form, {@value #VERSION}
 * @param state whether the documents wait to be submitted or are with the service
 * @param batch the batch's name, unique in its source and the same after a restart
 * @param resource the name of the service resource that has the job; while it is to be submitted it says nothing
 * @param tasks the models asked, at least one
 * @param jobId the service's name for the job; null while it is to be submitted
 * @param submittedAt when the service accepted it; null while it is to be submitted
 * @param due not to be touched before; null means at once
 * @param poll how many turns the job had, most of them for a poll
 * @param attempt which try this is for these documents, from 1
 * @param ambiguous how many submits before this job's had an unknown end, so may have been paid for too
 * @param history the tries before
 * @param documents the documents, in order; their ids in the request are their positions, from 1
 * @param indicated whether documents that the service named as guilty were taken out of it: that is believed once
 * @param cancelAsked whether the service was, or was about to be, asked to cancel the job because we stopped
 * @param parts where the one document is sent in parts, these; else null
 * @param receivedAt when the oldest of the documents came in; null where that is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
// What changes with a batch's state comes first: files have room for it there.
@JsonPropertyOrder({
    "v",
    "state",
    "resource",
    "jobId",
    "submittedAt",
    "due",
    "poll",
    "attempt",
    "ambiguous",
    "cancelAsked",
    "batch"
})
public record JobRecord(
        int v,
        State state,
        String batch,
        String resource,
        List<Task> tasks,
        @Nullable String jobId,
        @Nullable Instant submittedAt,
        @Nullable Instant due,
        int poll,
        int attempt,
        int ambiguous,
        List<Failure> history,
        List<Document> documents,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean indicated,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean cancelAsked,
        @Nullable Parts parts,
        @Nullable Instant receivedAt) {
    /** The version that is written; it and the one before are read. */
    public static final int VERSION = 2;

    /**
     * The newest version that is read. A new version is read for one release before it is written, so that a release and
     * the next can work on each other's jobs, when it is rolled out and when it is rolled back.
     */
    static final int NEWEST = VERSION;

    /** What the service counts as one text record for its bill, in characters. */
    private static final int TEXT_RECORD = 1_000;

    private static final String SECOND = "-2";
    /** Between a batch's name and the number of the part that its one document has come to. */
    private static final String PART = "-p";

    /** Where the documents are. */
    public enum State {
        @JsonProperty("to-submit")
        TO_SUBMIT,
        @JsonProperty("submitted")
        SUBMITTED
    }

    public JobRecord {
        if (v < VERSION - 1 || v > NEWEST) {
            throw new IllegalArgumentException(
                    "a job record of version " + v + " can't be read by this release, which knows version " + NEWEST);
        }
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(resource, "resource");
        tasks = List.copyOf(tasks);
        history = List.copyOf(history);
        documents = List.copyOf(documents);
        if (state == State.SUBMITTED && (jobId == null || submittedAt == null)) {
            throw new IllegalArgumentException("a submitted job record needs jobId and submittedAt");
        }
        if (parts != null && documents.size() != 1) {
            throw new IllegalArgumentException("a document that is sent in parts stands alone in its record");
        }
    }

    /**
     * Reads a record.
     *
     * @throws NewerRecordException if they are a record of a newer release
     * @throws com.fasterxml.jackson.core.JsonProcessingException if they are no record that can be worked on
     */
    public static JobRecord read(byte[] json) throws IOException {
        try {
            JobRecord record = Json.MAPPER.readValue(json, JobRecord.class);
            if (record != null) {
                return record;
            }
        } catch (NumberFormatException | CharConversionException noJson) {
            throw new JsonParseException(null, "no JSON in UTF-8, or a number whose exponent is too large");
        } catch (JsonProcessingException unreadable) {
            int version = version(json);
            throw version > NEWEST ? new NewerRecordException(version) : unreadable;
        }
        throw new JsonParseException(null, "null is no job record");
    }

    /** The version that a record of any release says; 0 for what is no record. */
    private static int version(byte[] json) throws IOException {
        try {
            return Json.MAPPER.readTree(json).path("v").asInt();
        } catch (JsonProcessingException | NumberFormatException noJson) {
            return 0;
        }
    }

    /** How the batch with that number, from 1, is called in its input. */
    public static String batchName(long number) {
        return "%06d".formatted(number);
    }

    /** A batch on its first try. */
    public static JobRecord toSubmit(String batch, String resource, List<Task> tasks, List<Document> documents) {
        return new JobRecord(
                VERSION,
                State.TO_SUBMIT,
                batch,
                resource,
                tasks,
                null,
                null,
                null,
                0,
                1,
                0,
                List.of(),
                documents,
                false,
                false,
                null,
                null);
    }

    /** This batch once the service has accepted it. */
    public JobRecord submitted(String job, Instant at, Instant firstPoll) {
        return submitted(resource, job, at, firstPoll);
    }

    /** This batch once the service has accepted it at this resource. */
    public JobRecord submitted(String at, String job, Instant when, Instant firstPoll) {
        Copy next = new Copy(this);
        next.resource = at;
        next.state = State.SUBMITTED;
        next.jobId = job;
        next.submittedAt = when;
        next.due = firstPoll;
        next.poll = 0;
        next.cancelAsked = false;
        return next.build();
    }

    /** This job, to be polled again. */
    public JobRecord pollAgain(Instant at) {
        return at(at, poll + 1);
    }

    /** This record with the time and the poll that its place says. */
    public JobRecord at(@Nullable Instant newDue, int newPoll) {
        Copy next = new Copy(this);
        next.due = newDue;
        next.poll = newPoll;
        return next.build();
    }

    /** This record of documents the oldest of which came in then. */
    public JobRecord receivedAt(@Nullable Instant at) {
        Copy next = new Copy(this);
        next.receivedAt = at;
        return next.build();
    }

    /** This job, once the service is about to be asked to cancel it. */
    public JobRecord cancelling() {
        Copy next = new Copy(this);
        next.cancelAsked = true;
        return next.build();
    }

    /** How many of its tries count against the most that there may be: all but those that were none of theirs. */
    public int countedAttempts() {
        // Each try but the first added one line to the story; lines before them are of other parts of the document.
        List<Failure> tries = history.subList(Math.max(0, history.size() - attempt + 1), history.size());
        return attempt - (int) tries.stream().filter(Failure::uncounted).count();
    }

    /** Some of these documents, to be submitted once more because of a passing failure. */
    public JobRecord again(List<Document> some, Failure failure, Instant at) {
        Copy next = new Copy(this).toSubmit();
        next.due = at;
        next.attempt = attempt + 1;
        next.ambiguous = state == State.SUBMITTED ? 0 : ambiguous;
        next.history = Stream.concat(history.stream(), Stream.of(failure)).toList();
        next.documents = some;
        return next.build();
    }

    /** This batch of one document, to be sent in these parts; none of them leaves it as it is. */
    public JobRecord inParts(List<TextRange> ranges) {
        return ranges.isEmpty() ? this : ofParts(batch, new Parts(ranges, List.of()));
    }

    /** The part after this one, whose answer this is: it is submitted at once, for the first time. */
    public JobRecord nextPart(PartAnswer answer) {
        Parts now = Objects.requireNonNull(parts, "the record has no parts");
        return ofParts(batch.substring(0, batch.lastIndexOf(PART)), new Parts(now.ranges(), now.with(answer)));
    }

    private JobRecord ofParts(String whole, Parts some) {
        Copy next = new Copy(this).toSubmit();
        next.batch = whole + PART + some.number();
        next.attempt = 1;
        next.ambiguous = 0;
        next.parts = some;
        return next.build();
    }

    /** This batch, to ask these tasks. */
    public JobRecord asking(List<Task> others) {
        Copy next = new Copy(this);
        next.tasks = others;
        return next.build();
    }

    /** The two halves of a batch that the service refused, to be submitted apart. */
    public List<JobRecord> halves() {
        int middle = documents.size() / 2;
        return List.of(
                half("-1", documents.subList(0, middle), ambiguous),
                half(SECOND, documents.subList(middle, documents.size()), 0));
    }

    /**
     * What is left of a batch that the service refused when the documents are taken out that it named as the reason.
     * It has the name of the second half, which is kept last.
     */
    public JobRecord without(List<Document> guilty) {
        Copy next = new Copy(half(
                SECOND,
                documents.stream()
                        .filter(document -> !guilty.contains(document))
                        .toList(),
                ambiguous));
        next.indicated = true;
        return next.build();
    }

    private JobRecord half(String suffix, List<Document> some, int unclear) {
        Copy next = new Copy(this).toSubmit();
        next.batch = batch + suffix;
        next.ambiguous = unclear;
        next.documents = some;
        return next.build();
    }

    /** This record, after so many more submits whose end is unknown. */
    public JobRecord ambiguousMore(int more) {
        Copy next = new Copy(this);
        next.ambiguous = ambiguous + more;
        return next.build();
    }

    /** This record without its unclear submits, for a document of it that leaves them to the rest. */
    public JobRecord unambiguous() {
        return ambiguousMore(-ambiguous);
    }

    /** The job's id, for a record that is submitted. */
    public String requireJobId() {
        return Objects.requireNonNull(jobId, "the record is not submitted");
    }

    /** When it was submitted, for a record that is submitted. */
    public Instant requireSubmittedAt() {
        return Objects.requireNonNull(submittedAt, "the record is not submitted");
    }

    /** What is sent of a document of this record: its text, or the part of it that it has come to. */
    public String sentText(Document document) {
        return parts == null ? document.text() : parts.current().of(document.text());
    }

    /** What a job said of the part that was sent. */
    public PartAnswer partAnswer(JobReference job, List<Classification> classifications) {
        Parts now = Objects.requireNonNull(parts, "the record has no parts");
        return new PartAnswer(now.current().characters(), job, classifications);
    }

    /** What the service bills for one submit of a document, for each task: its begun thousands of characters. */
    public long textRecords(Document document) {
        return textRecords(sentText(document));
    }

    private static long textRecords(String sent) {
        int characters = sent.length() <= TEXT_RECORD ? sent.length() : Unicode.characters(sent);
        return (characters + TEXT_RECORD - 1L) / TEXT_RECORD;
    }

    /** What the service bills for one submit of it: the text records of its documents, for each task. */
    public long textRecords() {
        return documents.stream().mapToLong(this::textRecords).sum() * tasks.size();
    }

    /** How many jobs it becomes, with all its parts. */
    public int jobs() {
        return parts == null ? 1 : parts.ranges().size();
    }

    /** What the service bills for all its parts, for each task. */
    public long textRecordsOfAllParts() {
        if (parts == null) {
            return documents.stream().mapToLong(this::textRecords).sum();
        }
        String text = documents.get(0).text();
        return parts.ranges().stream()
                .mapToLong(range -> textRecords(range.of(text)))
                .sum();
    }

    /** When a document of this record came in: as its own record says, else with the batch; null where neither is known. */
    public @Nullable Instant takenAt(Document document) {
        Envelope envelope = document.envelope();
        return envelope == null || envelope.time() == null ? receivedAt : envelope.time();
    }

    /** The batch's name as logs have it: of an input by the input's own name. */
    public String label() {
        return LogText.ofBatch(batch);
    }

    /** How many documents it holds. */
    @JsonIgnore
    public int size() {
        return documents.size();
    }

    /** Says which batch and job, never the documents: this may stand in a log. */
    @Override
    public String toString() {
        return "batch " + label() + " (" + state + ", attempt " + attempt + ", " + documents.size() + " documents"
                + (jobId == null ? ")" : ", job " + jobId + ")");
    }

    /** A record to be, with the values of another until they are changed. It is written in the current version. */
    private static final class Copy {
        private State state;
        private String batch;
        private String resource;
        private List<Task> tasks;
        private @Nullable String jobId;
        private @Nullable Instant submittedAt;
        private @Nullable Instant due;
        private int poll;
        private int attempt;
        private int ambiguous;
        private List<Failure> history;
        private List<Document> documents;
        private boolean indicated;
        private boolean cancelAsked;
        private @Nullable Parts parts;
        private @Nullable Instant receivedAt;

        Copy(JobRecord from) {
            state = from.state;
            batch = from.batch;
            resource = from.resource;
            tasks = from.tasks;
            jobId = from.jobId;
            submittedAt = from.submittedAt;
            due = from.due;
            poll = from.poll;
            attempt = from.attempt;
            ambiguous = from.ambiguous;
            history = from.history;
            documents = from.documents;
            indicated = from.indicated;
            cancelAsked = from.cancelAsked;
            parts = from.parts;
            receivedAt = from.receivedAt;
        }

        /** With no job, so at once and not polled. */
        Copy toSubmit() {
            state = State.TO_SUBMIT;
            jobId = null;
            submittedAt = null;
            due = null;
            poll = 0;
            cancelAsked = false;
            return this;
        }

        JobRecord build() {
            return new JobRecord(
                    VERSION,
                    state,
                    batch,
                    resource,
                    tasks,
                    jobId,
                    submittedAt,
                    due,
                    poll,
                    attempt,
                    ambiguous,
                    history,
                    documents,
                    indicated,
                    cancelAsked,
                    parts,
                    receivedAt);
        }
    }
}
