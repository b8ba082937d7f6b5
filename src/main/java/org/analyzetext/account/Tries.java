package org.analyzetext.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.Document;
import org.analyzetext.job.Failure;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Task;
import org.analyzetext.result.JobReference;

/**
 * The submits that one document was in, as one place tells them: a result, a dead letter or a job record.
 *
 * @param tries the tries
 */
record Tries(List<Try> tries) {
    /**
     * A submit of a document.
     *
     * @param key the same for the same submit, wherever it is told
     * @param paid whether it was a job
     * @param group what its unclear submits are counted by: the job, or a batch that ended without one
     * @param resource the resource that was asked
     * @param tasks the names of its tasks
     * @param textRecords what the service bills for the document, for each task; 0 where it was no job
     * @param ambiguous how many submits before had an unknown end
     */
    record Try(
            String key,
            boolean paid,
            String group,
            String resource,
            List<String> tasks,
            long textRecords,
            int ambiguous) {}

    static Tries of(Answer answer) {
        JobReference job = answer.job();
        if (job == null) {
            return new Tries(List.of());
        }
        List<Try> tries = earlier(answer.history(), job.resource(), job.tasks(), job.textRecords());
        tries.add(
                job.id() == null
                        ? unpaid(job.attempt(), job.batch() + " " + job.attempt(), job.resource(), job.ambiguous())
                        : paid(job.id(), job.resource(), job.tasks(), job.textRecords(), job.ambiguous()));
        return new Tries(tries);
    }

    /** The tries of a document in a job record; one that is to be submitted is none yet. */
    static Tries of(JobRecord record, Document document) {
        List<String> tasks = record.tasks().stream().map(Task::name).toList();
        List<Try> tries = earlier(record.history(), record.resource(), tasks, document.textRecords());
        if (record.jobId() != null) {
            tries.add(paid(record.jobId(), record.resource(), tasks, document.textRecords(), record.ambiguous()));
        }
        return new Tries(tries);
    }

    private static List<Try> earlier(List<Failure> history, String resource, List<String> tasks, long textRecords) {
        List<Try> tries = new ArrayList<>();
        for (Failure failure : history) {
            String asked = failure.resource() == null ? resource : failure.resource();
            tries.add(
                    failure.jobId() == null
                            ? unpaid(failure.attempt(), "", asked, 0)
                            : paid(failure.jobId(), asked, tasks, textRecords, failure.ambiguous()));
        }
        return tries;
    }

    private static Try paid(String jobId, String resource, List<String> tasks, long textRecords, int ambiguous) {
        String key = resource + "/" + jobId;
        return new Try(key, true, key, resource, tasks, textRecords, ambiguous);
    }

    private static Try unpaid(int attempt, String group, String resource, int ambiguous) {
        return new Try("attempt " + attempt, false, group, resource, List.of(), 0, ambiguous);
    }

    /** The tries that several places tell of one document, each once. */
    static Tries merged(Collection<Tries> told) {
        Map<String, Try> tries = new LinkedHashMap<>();
        told.forEach(each -> each.tries.forEach(one -> tries.putIfAbsent(one.key(), one)));
        return new Tries(List.copyOf(tries.values()));
    }

    /** Tries beyond the first. */
    int again() {
        return Math.max(0, tries.size() - 1);
    }
}
