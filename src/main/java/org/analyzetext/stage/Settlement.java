package org.analyzetext.stage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.analyzetext.document.Document;
import org.analyzetext.document.TextRedactor;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.DeadLetter;
import org.analyzetext.job.DeadLetter.Stage;
import org.analyzetext.job.Failure;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.JobReference;
import org.analyzetext.job.PartAnswer;
import org.analyzetext.job.PartMerge;
import org.analyzetext.job.Parts;
import org.analyzetext.job.Result;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.TaskResults;
import org.analyzetext.observe.RunCounters;
import org.analyzetext.service.JobAnswer;
import org.analyzetext.service.Resource;
import org.analyzetext.service.ServiceAnswer;
import org.analyzetext.service.ServiceError;
import org.analyzetext.service.TaskAnswer;
import org.jspecify.annotations.Nullable;

/**
 * Decides the outcome of each document of a batch: a result when every task answered it; another try when the failure
 * is a passing one and tries are left; else a dead letter that says why. Thread-safe.
 */
public final class Settlement {
    private static final String UNANSWERED = "JobUnanswered";
    private static final ServiceError CANCELLED_AT_STOP = new ServiceError(
            Failure.CANCELLED_AT_STOP,
            "the job was cancelled when the application stopped (analyze-text.shutdown.jobs=cancel)",
            null);

    private final Map<String, Resource> resources;
    private final TaskRefusals refusals;
    private final int maxAttempts;
    private final Duration pause;
    private final RunCounters counters;
    private final Clock clock;

    /**
     * Settles jobs of these resources.
     *
     * @param refusals where refusals of tasks are reported
     * @param maxAttempts how often a document is submitted at most
     * @param pause how long a batch waits before it is submitted again
     */
    public Settlement(
            Map<String, Resource> resources,
            TaskRefusals refusals,
            int maxAttempts,
            Duration pause,
            RunCounters counters,
            Clock clock) {
        this.resources = Map.copyOf(resources);
        this.refusals = refusals;
        this.maxAttempts = maxAttempts;
        this.pause = pause;
        this.counters = counters;
        this.clock = clock;
    }

    /** For a job that is over, or whose deadline has passed. */
    public BatchOutcome ended(SubmittedJob job, JobAnswer answer) {
        boolean ours = job.cancelAsked() && answer.cancelled();
        boolean refused = refusals.refused(job, answer);
        boolean uncounted = ours || refused;
        ServiceError missing = ours ? CANCELLED_AT_STOP : DocumentAnswers.missing(answer);
        Set<ServiceError> reasons = new LinkedHashSet<>();
        List<Result> results = new ArrayList<>();
        List<DeadLetter> deadLetters = new ArrayList<>();
        List<Document> again = new ArrayList<>();
        List<@Nullable TaskAnswer> answers = DocumentAnswers.byTask(job.tasks(), answer.tasks());
        int position = 0;
        for (Document document : job.documents()) {
            position++;
            DocumentAnswers given = DocumentAnswers.of(job.tasks(), answers, Integer.toString(position));
            JobReference reference = reference(job, document, answer.updatedAt(), answer.requestId());
            if (given.complete() && job.parts() != null && !job.parts().isLast()) {
                return partAnswered(job, job.batch().partAnswer(reference, given.said()));
            }
            if (given.complete()) {
                results.add(result(job, document, given.said(), reference));
                continue;
            }
            ServiceError reason =
                    given.error() == null || (ours && given.error().passing()) ? missing : given.error();
            if (given.error() != null && !reason.passing()) {
                deadLetters.add(dead(
                        job, document, Stage.ANALYZE, reason, false, answer.requestId(), given, answer.updatedAt()));
            } else if (uncounted || triesLeft(job)) {
                again.add(document);
                reasons.add(reason);
            } else {
                deadLetters.add(dead(
                        job, document, Stage.ANALYZE, reason, true, answer.requestId(), given, answer.updatedAt()));
            }
        }
        ServiceError why = reasons.size() == 1 ? reasons.iterator().next() : missing;
        List<Batch> next = again.isEmpty()
                ? List.of()
                : List.of(again(job, again, failure(job, why, answer.requestId(), uncounted)));
        return new BatchOutcome(job, results, deadLetters, next);
    }

    /** The next part goes to the service; nothing is published before the last one is answered. */
    private static BatchOutcome partAnswered(SubmittedJob job, PartAnswer answer) {
        return new BatchOutcome(job, List.of(), List.of(), List.of(job.batch().nextPart(answer)));
    }

    private Result result(SubmittedJob job, Document document, TaskResults said, JobReference reference) {
        List<PartAnswer> parts =
                job.parts() == null ? List.of() : job.parts().with(job.batch().partAnswer(reference, said));
        return new Result(
                document.id(),
                document.source(),
                parts.isEmpty() ? said : PartMerge.of(job, parts),
                parts,
                reference,
                job.history(),
                document.metadata(),
                job.takenAt(document),
                clock.instant(),
                document.envelope());
    }

    /** For a job that the service does not know: its documents are submitted again. */
    public BatchOutcome lost(SubmittedJob job, ServiceAnswer answer) {
        ServiceError error = job.cancelAsked()
                ? CANCELLED_AT_STOP
                : new ServiceError(
                        "JobLost", "the service does not know the job any more (results are kept for 24 hours)", null);
        return allAgain(job, Stage.ANALYZE, error, answer.requestId());
    }

    /** For a job whose polls were not answered for so long that the service has deleted its results. */
    BatchOutcome unanswered(SubmittedJob job) {
        ServiceError error = new ServiceError(
                UNANSWERED, "no poll of the job was answered until its results were deleted (24 hours)", null);
        return allAgain(job, Stage.ANALYZE, error, null);
    }

    /** Whether these documents were submitted because polls of an earlier job of theirs were not answered. */
    static boolean wasUnanswered(JobRecord job) {
        return job.history().stream().anyMatch(failure -> failure.code().equals(UNANSWERED));
    }

    /** For a job at a resource that the configuration does not have any more. */
    public BatchOutcome unreachable(SubmittedJob job) {
        ServiceError error = new ServiceError(
                "ResourceUnknown", "the configuration does not have the resource '" + job.resource() + "'", null);
        return allAgain(job, Stage.ANALYZE, error, null);
    }

    /** For a batch that was taken without a usable job id: it is submitted again. */
    public BatchOutcome lostOnSubmit(Batch batch, ServiceAnswer answer) {
        ServiceError error = new ServiceError(
                "NoOperationLocation", "the service took the job without a usable operation-location", null);
        return allAgain(batch.ambiguousMore(1), Stage.SUBMIT, error, answer.requestId());
    }

    /**
     * For a batch that the service refused: one bad document refuses all. Where the service names the guilty ones, they
     * are dead letters and the others are submitted again; a second refusal of these says that it named the wrong ones
     * or not all, and is not believed. Else the halves are submitted apart until the guilty one stands alone.
     */
    public BatchOutcome refused(Batch batch, ServiceAnswer answer) {
        Map<Integer, ServiceError> guilty = answer.guilty(batch.size());
        if (batch.size() == 1) {
            ServiceError error = guilty.getOrDefault(1, answer.error());
            return new BatchOutcome(batch, List.of(), List.of(refused(batch, 1, error, answer)), List.of());
        }
        if (guilty.isEmpty() || batch.reduced()) {
            return new BatchOutcome(batch, List.of(), List.of(), batch.halves());
        }
        List<DeadLetter> letters = new ArrayList<>();
        List<Document> named = new ArrayList<>();
        new TreeMap<>(guilty).forEach((position, error) -> {
            named.add(batch.documents().get(position - 1));
            letters.add(refused(batch.unambiguous(), position, error, answer));
        });
        return new BatchOutcome(batch, List.of(), letters, List.of(batch.without(named)));
    }

    private DeadLetter refused(Batch batch, int position, ServiceError error, ServiceAnswer answer) {
        Document document = batch.documents().get(position - 1);
        return dead(batch, document, Stage.SUBMIT, error, false, answer.requestId(), DocumentAnswers.NONE, null);
    }

    private BatchOutcome allAgain(JobRecord job, Stage stage, ServiceError error, @Nullable String requestId) {
        if (isOurs(error) || triesLeft(job)) {
            Batch next = again(job, job.documents(), failure(job, error, requestId, isOurs(error)));
            return new BatchOutcome(job, List.of(), List.of(), List.of(next));
        }
        List<DeadLetter> letters = job.documents().stream()
                .map(document -> dead(job, document, stage, error, true, requestId, DocumentAnswers.NONE, null))
                .toList();
        return new BatchOutcome(job, List.of(), letters, List.of());
    }

    /** Whether it is the error that stands for our own stop, and not one of the service's that looks like it. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isOurs(ServiceError error) {
        return error == CANCELLED_AT_STOP;
    }

    /** Whether these documents may be submitted once more. */
    boolean triesLeft(JobRecord job) {
        return job.batch().attempts().counted() < maxAttempts;
    }

    private Batch again(JobRecord job, List<Document> documents, Failure failure) {
        counters.again(documents.size());
        return job.again(documents, failure, clock.instant().plus(pause));
    }

    private JobReference reference(
            JobRecord job, Document document, @Nullable Instant completedAt, @Nullable String requestId) {
        Resource resource = resources.get(job.resource());
        return JobReference.of(job, document, resource == null ? "" : resource.apiVersion(), completedAt, requestId);
    }

    private Failure failure(JobRecord job, ServiceError error, @Nullable String requestId, boolean uncounted) {
        SubmittedJob submitted = job.submittedJob();
        return new Failure(
                job.attempt(),
                submitted == null ? null : submitted.jobId(),
                error.bestCode(),
                // It goes with results too, which have no texts.
                TextRedactor.without(error.message(), texts(job.documents())),
                requestId,
                clock.instant(),
                job.resource(),
                // Without a job they stay with the batch, and are reported with its next one.
                submitted == null ? 0 : job.ambiguous(),
                job.parts() == null ? 0 : job.textRecords(job.documents().get(0)),
                uncounted,
                submitted == null ? null : submitted.submittedAt(),
                submitted == null ? 0 : submitted.poll() + 1);
    }

    private DeadLetter dead(
            JobRecord job,
            Document document,
            Stage stage,
            ServiceError error,
            boolean retryable,
            @Nullable String requestId,
            DocumentAnswers given,
            @Nullable Instant completedAt) {
        Instant now = clock.instant();
        Parts parts = job.parts();
        String part = parts == null
                ? ""
                : "Part " + parts.number() + " of " + parts.ranges().size() + ": ";
        // A dead letter has its own text, and no other.
        List<String> others = texts(job.documents().stream()
                .filter(other -> !other.text().equals(document.text()))
                .toList());
        return DeadLetter.of(
                document,
                stage,
                error.bestCode(),
                part + TextRedactor.without(error.message(), others),
                retryable,
                requestId,
                job,
                reference(job, document, completedAt, requestId),
                given.said(),
                now);
    }

    private static List<String> texts(List<Document> documents) {
        return documents.stream().map(Document::text).toList();
    }
}
