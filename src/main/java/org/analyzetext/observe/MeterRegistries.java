package org.analyzetext.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import org.analyzetext.config.Pipeline;
import org.apache.camel.CamelContext;

/** Puts the module's meters where metrics are collected. Only touched where Micrometer is on the class path. */
final class MeterRegistries {
    private MeterRegistries() {}

    /** Binds the module's meters to the one meter registry of the host, if it has one. */
    public static void bind(
            CamelContext context,
            Pipeline pipeline,
            RunCounters counters,
            List<HealthCondition> conditions,
            List<PipelineGauge> levels) {
        MeterRegistry registry = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (registry == null) {
            return;
        }
        counters.report(new Meters(registry, pipeline, Clock.systemUTC()));
        Gauge.builder("analyze.text.build.info", () -> 1)
                .description("1; its label is the release that runs")
                .tag(Meters.PIPELINE, pipeline.label())
                .tag("version", Version.text())
                .register(registry);
        for (HealthCondition condition : conditions) {
            Gauge.builder(
                            "analyze.text.ready",
                            condition,
                            each -> each.problem().isEmpty() ? 1 : 0)
                    .description("1 while documents can flow, as far as this condition goes")
                    .tag(Meters.PIPELINE, pipeline.label())
                    .tag("condition", condition.name())
                    .strongReference(true)
                    .register(registry);
        }
        for (PipelineGauge level : levels) {
            Gauge.builder("analyze.text." + level.name(), level, PipelineGauge::value)
                    .description(level.description())
                    .tag(Meters.PIPELINE, pipeline.label())
                    .tags(level.labels().entrySet().stream()
                            .flatMap(label -> List.of(label.getKey(), label.getValue()).stream())
                            .toArray(String[]::new))
                    .strongReference(true)
                    .register(registry);
        }
    }
}
