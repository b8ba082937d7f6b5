package org.analyzetext.edge.files;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.analyzetext.config.Pipeline;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Has the jobs in flight cancelled when the Camel context stops: stops the routes that take batches and jobs, and sends a
 * message to the route that cancels. Does nothing where there is no such route, and when what is under way does not end
 * within the context's time to shut down: the jobs continue at the service, and the next start polls them.
 */
public final class CancelAtStop extends LifecycleStrategySupport {
    private static final String CANCEL = "analyze-text-cancel-files";
    private static final List<String> TAKE = List.of(
            "analyze-text-jobs-files-submit",
            "analyze-text-jobs-files-submit-urgent",
            "analyze-text-jobs-files-submit-bulk",
            "analyze-text-jobs-files-poll");

    private final Pipeline pipeline;

    /** Cancels the jobs of a pipeline. */
    public CancelAtStop(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public void onContextStopping(CamelContext context) {
        if (!context.isStarted() || context.getRoute(pipeline.route(CANCEL)) == null || !isOver(context)) {
            return;
        }
        try (ProducerTemplate template = context.createProducerTemplate()) {
            template.sendBody("direct:" + pipeline.route(CANCEL), "");
        } catch (IOException notClosed) {
            throw RuntimeCamelException.wrapRuntimeCamelException(notClosed);
        }
    }

    /** Stops taking, and waits until what was taken is over; false when the time is up before. */
    private boolean isOver(CamelContext context) {
        ShutdownStrategy shutdown = context.getShutdownStrategy();
        long end = System.nanoTime() + shutdown.getTimeUnit().toNanos(shutdown.getTimeout());
        try {
            for (String take : TAKE) {
                String route = pipeline.route(take);
                long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
                if (context.getRoute(route) != null
                        && !context.getRouteController().stopRoute(route, left, TimeUnit.MILLISECONDS, true)) {
                    return false;
                }
            }
            return true;
        } catch (Exception notStopped) {
            throw RuntimeCamelException.wrapRuntimeCamelException(notStopped);
        }
    }
}
