package org.analyzetext.observe;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Task;
import org.analyzetext.result.Outcome;
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
    public void tell(Outcome outcome, @Nullable ServiceAnswer answer) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        Map<String, Object> said = said(outcome, answer);
        LoggingEventBuilder line = LOG.atInfo();
        for (Map.Entry<String, Object> each : said.entrySet()) {
            line = line.addKeyValue(each.getKey(), each.getValue());
        }
        line.log(said.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" ")));
    }

    private Map<String, Object> said(Outcome outcome, @Nullable ServiceAnswer answer) {
        JobRecord job = outcome.job();
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("batch", job.batch());
        if (job.jobId() != null) {
            said.put("job", job.jobId());
            said.put("resource", job.resource());
        }
        said.put("tasks", job.tasks().stream().map(Task::name).collect(Collectors.joining(",")));
        said.put("attempt", job.attempt());
        said.put("documents", job.size());
        said.put("results", outcome.results().size());
        said.put("deadLetters", outcome.deadLetters().size());
        said.put("again", outcome.again().stream().mapToInt(JobRecord::size).sum());
        said.put("textRecords", job.jobId() == null ? 0 : job.textRecords());
        if (job.submittedAt() != null) {
            said.put(
                    "millis",
                    Duration.between(job.submittedAt(), clock.instant()).toMillis());
            said.put("looks", job.look() + 1);
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
