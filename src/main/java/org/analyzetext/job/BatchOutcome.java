package org.analyzetext.job;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of a batch: every document of it is in exactly one of the three lists.
 *
 * @param job the batch as it was; without documents where records were rejected before they came into one
 * @param results the labelled documents
 * @param deadLetters the documents that ended without a label
 * @param again records to submit, with the documents that get another try
 */
public record BatchOutcome(JobRecord job, List<Result> results, List<DeadLetter> deadLetters, List<Batch> again) {
    public BatchOutcome {
        results = List.copyOf(results);
        deadLetters = List.copyOf(deadLetters);
        again = List.copyOf(again);
        int count = results.size()
                + deadLetters.size()
                + again.stream().mapToInt(Batch::size).sum();
        if (job.size() > 0 && count != job.size()) {
            throw new IllegalStateException(
                    "batch " + job.label() + " has " + job.size() + " documents, but " + count + " are accounted for");
        }
    }

    /** How many dead letters there are of each code. */
    public Map<String, Long> deadLettersByCode() {
        return deadLetters.stream()
                .collect(Collectors.groupingBy(DeadLetter::code, TreeMap::new, Collectors.counting()));
    }

    /** For records that were rejected where they were read, before they came into a batch. */
    public static BatchOutcome rejected(List<DeadLetter> letters) {
        return new BatchOutcome(Batch.of("rejected", "", List.of(), List.of()), List.of(), letters, List.of());
    }
}
