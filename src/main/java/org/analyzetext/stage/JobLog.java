package org.analyzetext.stage;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.analyzetext.document.Document;
import org.analyzetext.document.LogText;
import org.analyzetext.document.TextRedactor;
import org.analyzetext.job.Batch;
import org.analyzetext.job.BatchOutcome;
import org.analyzetext.job.Failure;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.SubmittedJob;
import org.analyzetext.job.Task;
import org.analyzetext.service.ServiceAnswer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each job whose outcome is published, by the logger {@value #NAME}: as words of the form name=value, and as
 * SLF4J's key-value pairs for structured logs. Counts, names of the configuration and ids of jobs; nothing of a document.
 */
public final class JobLog {
    /** The logger's name. */
    public static final String NAME = "analyze-text.job";

    /** Messages that are logged of one job, and how much of each. */
    private static final int REASONS = 3;

    private static final int LONGEST_REASON = 200;

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    private final Clock clock;

    public JobLog(Clock clock) {
        this.clock = clock;
    }

    /**
     * Tells what became of a batch.
     *
     * @param answer what the service answered last, if it was asked: its request id helps the service's support
     */
    public void report(BatchOutcome outcome, @Nullable ServiceAnswer answer) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        Map<String, Object> said = said(outcome, answer);
        LoggingEventBuilder line = LOG.atInfo();
        for (Map.Entry<String, Object> each : said.entrySet()) {
            line = line.addKeyValue(each.getKey(), each.getValue());
        }
        line.log(said.entrySet().stream()
                .map(each -> each.getKey() + "=" + word(each.getValue()))
                .collect(Collectors.joining(" ")));
    }

    private static String word(Object value) {
        String text = value.toString();
        return text.indexOf(' ') < 0 ? text : "\"" + text.replace("\"", "'") + "\"";
    }

    /** Why documents got no result: the codes with their numbers, and the first few messages. */
    private static void reasons(BatchOutcome outcome, Map<String, Object> said) {
        Map<String, Long> again = new TreeMap<>();
        Set<String> messages = new LinkedHashSet<>();
        List<String> texts =
                outcome.job().documents().stream().map(Document::text).toList();
        outcome.deadLetters()
                .forEach(letter -> messages.add(letter.code() + ": " + TextRedactor.without(letter.message(), texts)));
        for (Batch next : outcome.again()) {
            if (next.history().size() > outcome.job().history().size()) {
                Failure failure = next.history().get(next.history().size() - 1);
                again.merge(failure.code(), (long) next.size(), Long::sum);
                messages.add(failure.code() + ": " + failure.message());
            }
        }
        if (!outcome.deadLetters().isEmpty()) {
            said.put("deadLetterCodes", codes(outcome.deadLettersByCode()));
        }
        if (!again.isEmpty()) {
            said.put("againCodes", codes(again));
        }
        if (!messages.isEmpty()) {
            said.put(
                    "reasons",
                    messages.stream()
                            .limit(REASONS)
                            .map(message -> LogText.of(
                                    message.length() <= LONGEST_REASON
                                            ? message
                                            : message.substring(0, LONGEST_REASON) + "..."))
                            .collect(Collectors.joining("; ")));
        }
    }

    private static String codes(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(code -> code.getKey() + ":" + code.getValue())
                .collect(Collectors.joining(","));
    }

    private Map<String, Object> said(BatchOutcome outcome, @Nullable ServiceAnswer answer) {
        JobRecord job = outcome.job();
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("batch", job.label());
        SubmittedJob submitted = job.submittedJob();
        if (submitted != null) {
            said.put("job", submitted.jobId());
            said.put("resource", job.resource());
        }
        said.put("tasks", job.tasks().stream().map(Task::name).collect(Collectors.joining(",")));
        said.put("attempt", job.attempt());
        said.put("documents", job.size());
        said.put("results", outcome.results().size());
        said.put("deadLetters", outcome.deadLetters().size());
        said.put("again", outcome.again().stream().mapToInt(Batch::size).sum());
        reasons(outcome, said);
        said.put("textRecords", submitted == null ? 0 : job.textRecords());
        if (submitted != null) {
            said.put(
                    "millis",
                    Duration.between(submitted.submittedAt(), clock.instant()).toMillis());
            said.put("polls", job.poll() + 1);
        }
        if (answer != null) {
            said.put("status", answer.status());
            if (answer.requestId() != null) {
                said.put("requestId", answer.requestId());
            }
        }
        return said;
    }
}
