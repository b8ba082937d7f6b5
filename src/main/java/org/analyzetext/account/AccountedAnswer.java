package org.analyzetext.account;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.analyzetext.document.Source;
import org.analyzetext.job.Failure;
import org.analyzetext.job.JobReference;
import org.analyzetext.job.PartAnswer;
import org.analyzetext.job.TaskResults;
import org.jspecify.annotations.Nullable;

/**
 * What the account reads of a result or a dead letter.
 *
 * @param source where the document came from
 * @param code of a dead letter, its reason; null for a result
 * @param said of a result, what its tasks said
 * @param job the job that the document was in last; null where it was in none
 * @param history the tries before
 * @param parts where the document was sent in parts, what was said of them
 */
record AccountedAnswer(
        Source source,
        @Nullable String code,
        @JsonUnwrapped TaskResults said,
        @Nullable JobReference job,
        List<Failure> history,
        List<PartAnswer> parts) {
    public AccountedAnswer {
        history = history == null ? List.of() : List.copyOf(history);
        parts = parts == null ? List.of() : List.copyOf(parts);
    }
}
