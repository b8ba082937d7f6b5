package org.analyzetext.localservice;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gives jobs their answers on a thread of its own; at once where all texts are remembered. */
final class Classifier implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Classifier.class.getName());
    /** Jobs that wait with their texts; with more, who submits classifies himself. */
    private static final int WAITING = 500;

    private final ExecutorService thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
                Thread made = new Thread(task, "local-service-classifier");
                made.setDaemon(true);
                return made;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());

    void classify(Job job, JobRequest submission) {
        @Nullable TextAnswer[] known = remembered(submission);
        if (known.length > 0) {
            job.answer(known);
        } else {
            thread.execute(() -> answer(job, submission));
        }
    }

    /** Whatever happens, the job gets answers: no one is left waiting for it. */
    private static void answer(Job job, JobRequest submission) {
        try {
            job.answer(fresh(submission));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a job's texts could not be analyzed; it has no answers", e);
            job.answer(
                    new TextAnswer
                            [submission.tasks().size() * submission.documents().size()]);
        }
    }

    private static @Nullable TextAnswer[] remembered(JobRequest submission) {
        List<SubmittedDocument> documents = submission.documents();
        @Nullable TextAnswer[] answers = new TextAnswer[submission.tasks().size() * documents.size()];
        int next = 0;
        for (RequestedTask task : submission.tasks()) {
            for (SubmittedDocument document : documents) {
                TextAnswer known = document.isEmpty() ? null : task.analyzer().remembered(document.key());
                if (known == null && !document.isEmpty()) {
                    return new TextAnswer[0];
                }
                answers[next++] = known;
            }
        }
        return answers;
    }

    private static @Nullable TextAnswer[] fresh(JobRequest submission) {
        @Nullable
        TextAnswer[] answers = new TextAnswer
                [submission.tasks().size() * submission.documents().size()];
        int next = 0;
        for (RequestedTask task : submission.tasks()) {
            for (SubmittedDocument document : submission.documents()) {
                answers[next++] = document.isEmpty() ? null : task.analyzer().analyze(document);
            }
        }
        return answers;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
