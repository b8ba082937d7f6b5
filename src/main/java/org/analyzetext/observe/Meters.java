package org.analyzetext.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.analyzetext.config.Pipeline;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Label;
import org.analyzetext.job.Result;
import org.analyzetext.job.Task;
import org.analyzetext.job.TaskResult;
import org.analyzetext.service.ServiceCall;
import org.jspecify.annotations.Nullable;

/**
 * What happens in this process as Micrometer's meters, all beginning with {@code analyze.text.}. Labels are names of the
 * configuration, codes and classes, never an id or a text of a document.
 */
final class Meters implements RunEvents {
    /** The label with the name of the pipeline. */
    static final String PIPELINE = "pipeline";

    private static final String PREFIX = "analyze.text.";
    /** Codes of dead letters can be the service's words: so many are distinguished, the rest counts as "other". */
    private static final int CODES = 100;
    /** As many findings of each task; a project of the service can have more classes. */
    private static final int FINDINGS = 100;

    private static final Duration[] STEPS = Stream.of(
                    20L, 100L, 250L, 500L, 1_000L, 2_000L, 5_000L, 15_000L, 30_000L, 60_000L)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final Duration[] WAYS = Stream.of(
                    1L, 2L, 5L, 15L, 30L, 60L, 300L, 900L, 3_600L, 4 * 3_600L, 24 * 3_600L)
            .map(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final String pipeline;
    private final Clock clock;
    private final CodeNames codes = CodeNames.ofWords(CODES);
    private final Map<String, CodeNames> found = new ConcurrentHashMap<>();
    private final Counter results;
    private final Counter jobs;
    private final Counter again;
    private final Counter ambiguous;
    private final Timer lateness;
    private final Timer way;
    private final DistributionSummary fill;

    public Meters(MeterRegistry registry, Pipeline pipeline, Clock clock) {
        this.registry = registry;
        this.pipeline = pipeline.label();
        this.clock = clock;
        this.results = documents("result");
        this.jobs = counter("jobs", "Jobs that the service accepted");
        this.again = counter("documents.again", "Documents submitted once more after a passing failure");
        this.ambiguous = counter("submits.ambiguous", "Submits whose end is unknown: perhaps paid for");
        this.lateness = Timer.builder(PREFIX + "poll.delay")
                .tag(PIPELINE, this.pipeline)
                .description("How much later than due jobs were polled")
                .serviceLevelObjectives(STEPS)
                .register(registry);
        this.way = Timer.builder(PREFIX + "document.duration")
                .tag(PIPELINE, this.pipeline)
                .description("From when a document came in to when its outcome was durable")
                .serviceLevelObjectives(WAYS)
                .register(registry);
        this.fill = DistributionSummary.builder(PREFIX + "batch.documents")
                .tag(PIPELINE, this.pipeline)
                .description("Documents in a job")
                .serviceLevelObjectives(1, 2, 5, 10, 15, 20, 24, 25)
                .register(registry);
    }

    private Counter documents(String outcome) {
        return Counter.builder(PREFIX + "documents")
                .tag(PIPELINE, pipeline)
                .description("Documents with a durable outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name)
                .tag(PIPELINE, pipeline)
                .description(description)
                .register(registry);
    }

    @Override
    public void call(String resource, ServiceCall.Kind kind, int status) {
        Counter.builder(PREFIX + "calls")
                .tag(PIPELINE, pipeline)
                .description("Calls to the service; status 0 stands for no answer")
                .tag("resource", resource)
                .tag("method", kind.method())
                .tag("status", Integer.toString(status))
                .register(registry)
                .increment();
    }

    @Override
    public void jobAccepted(JobRecord batch) {
        jobs.increment();
        fill.record(batch.size());
        long records = batch.textRecords() / batch.tasks().size();
        for (Task task : batch.tasks()) {
            Counter.builder(PREFIX + "text.records")
                    .tag(PIPELINE, pipeline)
                    .description("Text records that the service bills")
                    .tag("resource", batch.resource())
                    .tag("task", task.name())
                    .register(registry)
                    .increment((double) records);
        }
    }

    @Override
    public void polled(Duration late) {
        lateness.record(late.isNegative() ? Duration.ZERO : late);
    }

    @Override
    public void published(List<Result> published, Map<String, Long> deadLetters, @Nullable Instant receivedAt) {
        results.increment(published.size());
        for (Result result : published) {
            result.said().found().forEach(this::found);
            result.classifications().forEach(this::confidences);
            if (receivedAt != null) {
                Duration took = Duration.between(receivedAt, clock.instant());
                way.record(took.isNegative() ? Duration.ZERO : took);
            }
        }
        deadLetters.forEach((code, count) -> {
            documents("dead-letter").increment(count);
            Counter.builder(PREFIX + "dead.letters")
                    .tag(PIPELINE, pipeline)
                    .description("Dead letters by code")
                    .tag("code", codes.bounded(code))
                    .register(registry)
                    .increment(count);
        });
    }

    private void confidences(TaskResult classification) {
        String task = classification.task().name();
        DistributionSummary confidence = DistributionSummary.builder(PREFIX + "confidence.percent")
                .tag(PIPELINE, pipeline)
                .description("Confidence of the classes that documents got")
                .tag("task", task)
                // In percent, because Micrometer rounds to whole numbers.
                .serviceLevelObjectives(10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99)
                .register(registry);
        for (Label label : classification.classes()) {
            confidence.record(label.confidenceScore().doubleValue() * 100);
        }
    }

    /** A document in which several things were found counts once for each, one without any as "(none)". */
    private void found(String task, Set<String> names) {
        if (names.isEmpty()) {
            found(task, "(none)");
        }
        CodeNames known = found.computeIfAbsent(task, any -> CodeNames.ofTexts(FINDINGS));
        names.forEach(name -> found(task, known.bounded(name)));
    }

    private void found(String task, String name) {
        Counter.builder(PREFIX + "found")
                .tag(PIPELINE, pipeline)
                .description("Documents by what was found in them: classes, categories of entities, the sentiment")
                .tag("task", task)
                .tag("found", name)
                .register(registry)
                .increment();
    }

    @Override
    public void again(int documents) {
        again.increment(documents);
    }

    @Override
    public void ambiguous() {
        ambiguous.increment();
    }
}
