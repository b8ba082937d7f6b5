package org.analyzetext.spending;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;

/**
 * Whether batches may be submitted, for health and metrics: not while a spending limit is reached or somebody has paused
 * it.
 *
 * @param spending what all submits pass
 * @param limits how much may be spent
 */
public record SpendingHealth(Spending spending, SpendingLimits limits) implements HealthCondition {
    @Override
    public String name() {
        return "spending";
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(spending.glance().reason());
    }

    /** What is counted, and the limit, of each period that has one. */
    public List<PipelineGauge> levels() {
        List<PipelineGauge> levels = new ArrayList<>();
        add(levels, "day", limits.perDay(), SpendingStatus::today);
        add(levels, "month", limits.perMonth(), SpendingStatus::thisMonth);
        return levels;
    }

    private void add(List<PipelineGauge> levels, String period, long limit, ToLongFunction<SpendingStatus> counted) {
        if (limit > 0) {
            Map<String, String> labels = Map.of("period", period);
            levels.add(new PipelineGauge(
                    "spending.counted",
                    "Text records counted against the spending limit of the period that runs now",
                    labels,
                    () -> counted.applyAsLong(spending.glance())));
            levels.add(new PipelineGauge(
                    "spending.limit", "Text records that may be submitted in the period", labels, () ->
                            (double) limit));
        }
    }
}
