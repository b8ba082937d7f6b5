package org.analyzetext.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.analyzetext.document.Document;
import org.analyzetext.job.Failure;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.JobReference;
import org.analyzetext.job.PartAnswer;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;

/**
 * The submits that one document was in, as one place records them: a result, a dead letter or a job record.
 *
 * @param tries the tries
 * @param parts the parts of the document that they were for; 1 for a document that was sent as a whole
 */
record Tries(List<Try> tries, int parts) {
    /**
     * A submit of a document.
     *
     * @param key the same for the same submit, wherever it is recorded
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

    static Tries of(AccountedAnswer answer) {
        JobReference job = answer.job();
        if (job == null) {
            return new Tries(List.of(), 0);
        }
        List<Try> tries = earlier(answer.history(), job.resource(), job.tasks(), job.textRecords());
        answer.parts().forEach(part -> tries.add(of(part.job())));
        // Of a result in parts, the last part's job is the document's.
        boolean isPart = answer.parts().stream().anyMatch(part -> part.job().equals(job));
        if (!isPart) {
            tries.add(of(job));
        }
        return new Tries(tries, answer.parts().size() + (isPart ? 0 : 1));
    }

    private static Try of(JobReference job) {
        return job.id() == null
                ? unpaid("attempt " + job.attempt(), job.batch() + " " + job.attempt(), job.resource(), job.ambiguous())
                : paid(job.id(), job.resource(), job.tasks(), job.textRecords(), job.ambiguous());
    }

    /** The tries of a document in a job record; one that is to be submitted is none yet. */
    static Tries of(JobRecord record, Document document) {
        List<String> tasks = record.tasks().stream().map(Task::name).toList();
        List<Try> tries = earlier(record.history(), record.resource(), tasks, record.textRecords(document));
        List<PartAnswer> answered =
                record.parts() == null ? List.of() : record.parts().answers();
        answered.forEach(part -> tries.add(of(part.job())));
        if (record instanceof SubmittedJob job) {
            tries.add(paid(job.jobId(), record.resource(), tasks, record.textRecords(document), record.ambiguous()));
        }
        return new Tries(tries, answered.size() + 1);
    }

    private static List<Try> earlier(List<Failure> history, String resource, List<String> tasks, long textRecords) {
        List<Try> tries = new ArrayList<>();
        for (Failure failure : history) {
            String asked = failure.resource() == null ? resource : failure.resource();
            long billed = failure.textRecords() == 0 ? textRecords : failure.textRecords();
            tries.add(
                    failure.jobId() == null
                            ? unpaid("failed at " + failure.at(), "", asked, 0)
                            : paid(failure.jobId(), asked, tasks, billed, failure.ambiguous()));
        }
        return tries;
    }

    private static Try paid(String jobId, String resource, List<String> tasks, long textRecords, int ambiguous) {
        String key = resource + "/" + jobId;
        return new Try(key, true, key, resource, tasks, textRecords, ambiguous);
    }

    private static Try unpaid(String key, String group, String resource, int ambiguous) {
        return new Try(key, false, group, resource, List.of(), 0, ambiguous);
    }

    /** The tries of one document that several places record, each once. */
    static Tries merged(Collection<Tries> several) {
        Map<String, Try> tries = new LinkedHashMap<>();
        several.forEach(each -> each.tries.forEach(one -> tries.putIfAbsent(one.key(), one)));
        int parts = several.stream().mapToInt(Tries::parts).max().orElse(0);
        return new Tries(List.copyOf(tries.values()), parts);
    }

    /** Tries beyond the first, of each part. */
    int again() {
        return Math.max(0, tries.size() - parts);
    }
}
