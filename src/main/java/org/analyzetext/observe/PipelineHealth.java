package org.analyzetext.observe;

import java.util.List;
import org.analyzetext.config.Pipeline;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;

/** What people see of a pipeline from outside: health in Camel's registry of checks, meters in the host's registry. */
public final class PipelineHealth {
    private static final String METER_REGISTRY = "io.micrometer.core.instrument.MeterRegistry";

    private PipelineHealth() {}

    /** Registers the check, where the host has checks, and the meters, where it has a meter registry. */
    public static void register(
            CamelContext context,
            Pipeline pipeline,
            RunCounters counters,
            List<HealthCondition> conditions,
            List<PipelineGauge> gauges) {
        HealthCheckRegistry checks = HealthCheckRegistry.get(context);
        if (checks != null) {
            checks.register(new ReadinessCheck(pipeline, conditions));
        }
        // Micrometer is the host's choice; without it the class below can't be loaded.
        if (context.getClassResolver().resolveClass(METER_REGISTRY) != null) {
            MeterRegistries.bind(context, pipeline, counters, conditions, gauges);
        }
    }
}
