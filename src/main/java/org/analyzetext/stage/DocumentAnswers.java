package org.analyzetext.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskResult;
import org.analyzetext.job.TaskResults;
import org.analyzetext.service.JobAnswer;
import org.analyzetext.service.ServiceError;
import org.analyzetext.service.TaskAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a job said of one document.
 *
 * @param said the answers that there are
 * @param complete whether every task answered
 * @param error why one did not, if the service said so
 */
record DocumentAnswers(
        TaskResults said, boolean complete, @Nullable ServiceError error) {
    private static final String NO_ANSWER = "NoAnswer";

    static final DocumentAnswers NONE = new DocumentAnswers(TaskResults.NONE, false, null);

    static DocumentAnswers of(List<Task> tasks, List<@Nullable TaskAnswer> answers, String id) {
        List<TaskResult> said = new ArrayList<>();
        ServiceError error = null;
        for (int i = 0; i < tasks.size(); i++) {
            TaskAnswer answer = answers.get(i);
            TaskResult result = answer == null ? null : answer.of(id, tasks.get(i));
            ServiceError taskError = answer == null ? null : answer.error(id);
            if (result != null) {
                said.add(result);
            } else if (taskError != null && (error == null || error.passing())) {
                error = taskError;
            }
        }
        return new DocumentAnswers(TaskResults.of(said), said.size() == tasks.size(), error);
    }

    /** Why a document of an ended job may have no answer. */
    static ServiceError missing(JobAnswer answer) {
        Optional<ServiceError> named = answer.errors().stream()
                .filter(ServiceError::blamesTasks)
                .findFirst()
                .or(() -> answer.errors().stream().findFirst());
        if (named.isPresent()) {
            return named.get();
        }
        return switch (answer.status()) {
            case "succeeded", "partiallyCompleted", "partiallySucceeded" ->
                new ServiceError(
                        NO_ANSWER,
                        "the job ended as " + answer.status() + " without an answer for this document",
                        null);
            case "failed" -> new ServiceError("JobFailed", "the job ended as failed", null);
            case "cancelled" -> new ServiceError("JobCancelled", "the job ended as cancelled", null);
            default ->
                new ServiceError(
                        "JobDeadline",
                        "the job was still '" + answer.status() + "' when analyze-text.job.deadline had passed",
                        null);
        };
    }

    /** The answers in the order of the tasks: by name, else by a kind that stands alone, else by place. */
    static List<@Nullable TaskAnswer> byTask(List<Task> tasks, List<TaskAnswer> answers) {
        List<@Nullable TaskAnswer> ordered = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            TaskAnswer found = only(answers.stream()
                    .filter(answer -> answer.taskName().equals(task.name()))
                    .toList());
            if (found == null) {
                List<TaskAnswer> nameless = answers.stream()
                        .filter(answer -> answer.taskName().isEmpty())
                        .toList();
                found = only(nameless.stream()
                        .filter(answer -> answer.kind().equals(task.kind().resultsName()))
                        .toList());
                if (found == null && nameless.size() == tasks.size()) {
                    found = nameless.get(i);
                }
            }
            ordered.add(found);
        }
        return ordered;
    }

    private static @Nullable TaskAnswer only(List<TaskAnswer> answers) {
        return answers.size() == 1 ? answers.get(0) : null;
    }
}
