package org.analyzetext.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.analyzetext.config.Pipeline;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Camel's health check of the module, {@value #ID}: ready while every condition is well, else down with all reasons. It
 * says nothing of liveness: a service that is away is no reason to restart this process.
 */
public final class ReadinessCheck extends AbstractHealthCheck {
    /** The check's id in Camel's registry, for the pipeline without a name. */
    public static final String ID = "analyze-text";

    private final List<HealthCondition> conditions;

    public ReadinessCheck(Pipeline pipeline, List<HealthCondition> conditions) {
        super("analyze-text", pipeline.route(ID));
        this.conditions = List.copyOf(conditions);
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        StringBuilder reasons = new StringBuilder();
        for (HealthCondition condition : conditions) {
            Optional<String> problem = condition.problem();
            builder.detail(condition.name(), problem.orElse("ok"));
            problem.ifPresent(reason -> reasons.append(reasons.isEmpty() ? "" : "; ")
                    .append(condition.name())
                    .append(": ")
                    .append(reason));
        }
        if (reasons.isEmpty()) {
            builder.up();
        } else {
            builder.message(reasons.toString()).down();
        }
    }
}
