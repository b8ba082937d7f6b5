package org.analyzetext.stage;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.analyzetext.document.Document;
import org.analyzetext.document.TextRedactor;
import org.analyzetext.job.Failure;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.analyzetext.schedule.CallScheduler;
import org.analyzetext.service.JobAnswer;
import org.analyzetext.service.ServiceError;
import org.analyzetext.service.TaskAnswer;
import org.analyzetext.service.TaskProperties;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs were refused because of their tasks. No document is at fault then, and submitting it again is paid for and
 * changes nothing, so the budget holds these tasks until they answer a job again. Thread-safe.
 */
final class TaskRefusals {
    private final CallScheduler budget;
    private final TaskProperties properties;

    public TaskRefusals(CallScheduler budget, TaskProperties properties) {
        this.budget = budget;
        this.properties = properties;
    }

    /**
     * Notes which tasks answered a job that is over, and which refused it.
     *
     * @return whether tasks are at fault for the answers that are missing
     */
    boolean refused(SubmittedJob job, JobAnswer answer) {
        Instant submittedAt = job.submittedAt();
        List<@Nullable TaskAnswer> answers = DocumentAnswers.byTask(job.tasks(), answer.tasks());
        List<String> answering = IntStream.range(0, answers.size())
                .filter(index -> hasAnswers(answers.get(index)))
                .mapToObj(index -> job.tasks().get(index).name())
                .toList();
        if (!answering.isEmpty()) {
            budget.jobAnswered(job.resource(), answering, submittedAt);
        }
        ServiceError error = answer.errors().stream()
                .filter(ServiceError::blamesTasks)
                .findFirst()
                .orElse(null);
        if (error == null) {
            return false;
        }
        List<String> blamed = error.blamed(Task.names(job.tasks()));
        boolean answeredOthers = job.history().stream()
                .filter(Failure::uncounted)
                .anyMatch(failure -> budget.answeredAfter(job.resource(), blamed, failure.at()));
        if (answeredOthers) {
            // What the service says of the tasks is wrong: they answer others.
            return false;
        }
        String words = TextRedactor.without(
                error.bestCode() + ": " + error.message(),
                job.documents().stream().map(Document::text).toList());
        budget.jobRefused(
                job.resource(),
                blamed,
                submittedAt,
                "job " + job.jobId() + " of resource " + job.resource() + " was refused (" + words + "): the service"
                        + " refuses " + TaskProperties.names(blamed) + ", not a document: "
                        + properties.advice(blamed));
        return true;
    }

    private static boolean hasAnswers(@Nullable TaskAnswer answer) {
        return answer != null && answer.hasAnswers();
    }
}
