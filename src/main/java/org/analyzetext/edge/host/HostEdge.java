package org.analyzetext.edge.host;

import java.time.Clock;
import org.analyzetext.config.PropertyReader;
import org.analyzetext.document.DocumentReader;
import org.analyzetext.edge.Edge;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.stage.StageSettings;
import org.analyzetext.stage.Stages;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Documents from routes of the host, results to its endpoints, jobs in a queue of its own. */
public final class HostEdge implements Edge {
    private final EdgeSettings edges;

    public HostEdge(EdgeSettings edges) {
        this.edges = edges;
    }

    /** Notes which endpoints are missing. */
    public static void check(EdgeSettings edges, PropertyReader in) {
        if (edges.sink() == EdgeKind.ENDPOINT) {
            in.required("endpoint-sink.results", "the Camel endpoint that takes results, such as direct:labelled");
            in.required("endpoint-sink.dead-letters", "the Camel endpoint that takes dead letters");
        }
    }

    @Override
    public void bind(CamelContext context, Stages stages) throws Exception {
        context.addStartupListener(new HostRoutes(edges, stages.pipeline()));
        StageSettings common = stages.settings();
        Registry registry = context.getRegistry();
        stages.bean(
                registry,
                "analyzeTextDirectSource",
                new DirectSource(
                        new DocumentReader(common.fields(), common.rules()),
                        common.rules(),
                        common.batch(),
                        common.firstResource(),
                        common.tasks().all(),
                        Clock.systemUTC()));
        stages.bean(registry, "analyzeTextEndpointSink", new EndpointSink(context, stages.counters()));
        stages.bean(registry, "analyzeTextJobRecords", new JobRecords(Clock.systemUTC()));
    }

    @Override
    public String source() {
        return "direct:" + HostRoutes.ENTRY;
    }
}
