package org.analyzetext.edge.host;

import java.util.List;
import org.analyzetext.config.Pipeline;
import org.analyzetext.edge.EdgeKind;
import org.analyzetext.edge.EdgeSettings;
import org.analyzetext.error.AnalyzeTextException;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.StartupListener;
import org.apache.camel.util.StringHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, when all routes are known and none takes anything yet, whether the host's routes take what is sent to them: one
 * that is missing would show only once jobs are paid for.
 */
final class HostRoutes implements StartupListener {
    /** From where documents of the host are taken. */
    static final String ENTRY = "analyze-text";

    private static final Logger LOG = LoggerFactory.getLogger(HostRoutes.class);
    private static final List<String> ENDPOINTS = List.of("endpoint-sink.results", "endpoint-sink.dead-letters");

    private final EdgeSettings edges;
    private final Pipeline pipeline;

    HostRoutes(EdgeSettings edges, Pipeline pipeline) {
        this.edges = edges;
        this.pipeline = pipeline;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        if (edges.sink() == EdgeKind.ENDPOINT) {
            ENDPOINTS.forEach(property -> check(context, pipeline.prefix() + property));
        }
        if (edges.source() == EdgeKind.DIRECT) {
            LOG.info("waiting for documents at direct:{}", pipeline.route(ENTRY));
        }
    }

    /** Only {@code direct:} has to have a route in this context. */
    private static void check(CamelContext context, String property) {
        String address = context.getPropertiesComponent()
                .resolveProperty(property)
                .map(String::strip)
                .orElse("");
        if (!address.startsWith("direct:")) {
            return;
        }
        String wanted = withoutOptions(context.getEndpoint(address));
        boolean missing = context.getRoutes().stream()
                .noneMatch(route -> withoutOptions(route.getEndpoint()).equals(wanted));
        if (missing) {
            throw new AnalyzeTextException(property + " is " + address + ", but no route of this context begins there:"
                    + " add one, or correct the name");
        }
    }

    private static String withoutOptions(Endpoint endpoint) {
        return StringHelper.before(endpoint.getEndpointUri(), "?", endpoint.getEndpointUri());
    }
}
