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

    void classify(Job job, Submission submission) {
        @Nullable Labels[] known = remembered(submission);
        if (known.length > 0) {
            job.answer(known);
        } else {
            thread.execute(() -> answer(job, submission));
        }
    }

    /** Whatever happens, the job gets answers: no one is left waiting for it. */
    private static void answer(Job job, Submission submission) {
        try {
            job.answer(fresh(submission));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a job's texts could not be classified; it has no classes", e);
            job.answer(
                    new Labels
                            [submission.tasks().size() * submission.documents().size()]);
        }
    }

    private static @Nullable Labels[] remembered(Submission submission) {
        List<SubmittedDocument> documents = submission.documents();
        @Nullable Labels[] labels = new Labels[submission.tasks().size() * documents.size()];
        int next = 0;
        for (Task task : submission.tasks()) {
            for (SubmittedDocument document : documents) {
                Labels known = document.isEmpty() ? null : task.project().remembered(document.key());
                if (known == null && !document.isEmpty()) {
                    return new Labels[0];
                }
                labels[next++] = known;
            }
        }
        return labels;
    }

    private static @Nullable Labels[] fresh(Submission submission) {
        @Nullable
        Labels[] labels =
                new Labels[submission.tasks().size() * submission.documents().size()];
        int next = 0;
        for (Task task : submission.tasks()) {
            for (SubmittedDocument document : submission.documents()) {
                labels[next++] = document.isEmpty() ? null : task.project().classify(document.key(), document.text());
            }
        }
        return labels;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
