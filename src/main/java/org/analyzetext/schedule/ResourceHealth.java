package org.analyzetext.schedule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;

/**
 * How one resource fares, for health and metrics.
 *
 * @param budget what all calls pass
 * @param resource the resource's name
 */
public record ResourceHealth(CallScheduler budget, String resource) implements HealthCondition {
    @Override
    public String name() {
        return "resource-" + resource;
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(budget.problem(resource));
    }

    /** How much of its quota is used, and how many polls for a job there is room for. */
    public List<PipelineGauge> levels() {
        Map<String, String> labels = Map.of("resource", resource);
        return List.of(
                new PipelineGauge(
                        "wait.left.seconds",
                        "Seconds for which the resource asked not to be called any more, by Retry-After or by throttling",
                        labels,
                        () -> budget.waitLeft(resource)),
                new PipelineGauge(
                        "quota.used",
                        "Part of this instance's share of the quota that is used, over the last seconds",
                        labels,
                        () -> budget.used(resource)),
                new PipelineGauge(
                        "quota.share",
                        "Part of the quota that is this instance's",
                        labels,
                        () -> budget.share(resource)),
                new PipelineGauge(
                        "pace",
                        "Calls a minute that are made at most now: below the quota for a while after throttling",
                        labels,
                        () -> budget.perMinute(resource)),
                new PipelineGauge(
                        "polls.allowed",
                        "Polls for each job that there is room for; infinite while nothing is submitted",
                        labels,
                        () -> budget.pollsForEachJob(resource)));
    }
}
