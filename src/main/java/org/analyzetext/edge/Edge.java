package org.analyzetext.edge;

import java.util.List;
import java.util.Map;
import org.analyzetext.observe.HealthCondition;
import org.analyzetext.observe.PipelineGauge;
import org.analyzetext.stage.Stages;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;

/**
 * One way in or out of the pipeline: folders, topics, or the host. It binds what its route files call, and answers
 * questions about itself.
 */
public interface Edge {
    /** Binds the beans that its routes call; called once, before the routes are loaded. */
    void bind(CamelContext context, Stages stages) throws Exception;

    /** What has to be started before its routes, in this order; known once it is bound. */
    default List<Service> services() {
        return List.of();
    }

    /** What has to be well for documents to flow through it; known once it is bound. */
    default List<HealthCondition> conditions() {
        return List.of();
    }

    /** Its values for the metrics; known once it is bound. */
    default List<PipelineGauge> gauges() {
        return List.of();
    }

    /** What people see of it who look at a running pipeline; known once it is bound. */
    default EdgeView view() {
        return EdgeView.NOTHING;
    }

    /** Tries out whether it can be used, without changing anything there; a line for each thing. */
    default List<EdgeCheck> checks() {
        return List.of();
    }

    /** Where documents come from, in a few words. */
    String source();

    /** Where people find what a run leaves: {@code results}, {@code dead letters}, {@code inputs}, {@code accounts}. */
    default Map<String, String> places() {
        return Map.of();
    }
}
