package org.analyzetext.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.analyzetext.RunEvents;
import org.analyzetext.job.JobRecord;
import org.analyzetext.job.Task;
import org.analyzetext.service.ServiceCall;

/**
 * What happens in this process as Micrometer's meters, all beginning with {@code analyze.text.}. Labels are names of the
 * configuration and codes, never an id or a text of a document.
 */
public final class Meters implements RunEvents {
    private static final String PREFIX = "analyze.text.";
    /** Codes of dead letters can be the service's words: so many are told apart, the rest counts as "other". */
    private static final int CODES = 100;

    private static final Duration[] STEPS = Stream.of(20L, 100L, 250L, 500L, 1_000L, 2_000L, 5_000L, 15_000L, 60_000L)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final CodeNames codes = new CodeNames(CODES);
    private final Counter results;
    private final Counter jobs;
    private final Counter again;
    private final Counter ambiguous;
    private final Timer lateness;
    private final DistributionSummary fill;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
        this.results = documents("result");
        this.jobs = counter("jobs", "Jobs that the service accepted");
        this.again = counter("documents.again", "Documents submitted once more after a passing failure");
        this.ambiguous = counter("submits.ambiguous", "Submits whose end is unknown: perhaps paid for");
        this.lateness = Timer.builder(PREFIX + "look.delay")
                .description("How much later than due jobs were looked at")
                .serviceLevelObjectives(STEPS)
                .register(registry);
        this.fill = DistributionSummary.builder(PREFIX + "batch.documents")
                .description("Documents in a job")
                .serviceLevelObjectives(1, 2, 5, 10, 15, 20, 24, 25)
                .register(registry);
    }

    private Counter documents(String fate) {
        return Counter.builder(PREFIX + "documents")
                .description("Documents with a published fate")
                .tag("fate", fate)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    @Override
    public void call(String resource, ServiceCall.Kind kind, int status) {
        Counter.builder(PREFIX + "calls")
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
                    .description("Text records that the service bills")
                    .tag("resource", batch.resource())
                    .tag("task", task.name())
                    .register(registry)
                    .increment((double) records);
        }
    }

    @Override
    public void looked(Duration late) {
        lateness.record(late.isNegative() ? Duration.ZERO : late);
    }

    @Override
    public void published(long published, Map<String, Long> deadLetters) {
        results.increment((double) published);
        deadLetters.forEach((code, count) -> {
            documents("dead-letter").increment(count);
            Counter.builder(PREFIX + "dead.letters")
                    .description("Dead letters by code")
                    .tag("code", codes.bounded(code))
                    .register(registry)
                    .increment(count);
        });
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
