package org.analyzetext.live;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Counts what passes each route, for its rate: two additions an exchange. Of a route that a clock
 * starts these are ticks, no documents or files. Thread-safe.
 */
final class RouteFlow implements RoutePolicyFactory {
    /** Components whose exchanges are ticks. */
    private static final Set<String> CLOCKS = Set.of("scheduler", "timer", "quartz", "cron");

    private final Map<String, Counts> counts = new ConcurrentHashMap<>();

    private static final class Counts {
        private final LongAdder passed = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private volatile boolean ticks;
    }

    /**
     * What passed a route since the start.
     *
     * @param passed exchanges, the failed ones too
     * @param failed of these, how many ended with a failure
     */
    record Passed(long passed, long failed) {
        static final Passed NOTHING = new Passed(0, 0);

        Passed since(Passed before) {
            return new Passed(passed - before.passed, failed - before.failed);
        }
    }

    @Override
    public @Nullable RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        Counts mine = counts.computeIfAbsent(routeId, any -> new Counts());
        return new RoutePolicySupport() {
            @Override
            public void onInit(Route started) {
                super.onInit(started);
                mine.ticks = CLOCKS.contains(
                        StringHelper.before(started.getEndpoint().getEndpointUri(), ":", ""));
            }

            @Override
            public void onExchangeDone(Route done, Exchange exchange) {
                mine.passed.increment();
                if (exchange.isFailed()) {
                    mine.failed.increment();
                }
            }
        };
    }

    /** Whether a clock starts a route, so that what passes it are ticks. */
    boolean ticks(String routeId) {
        Counts of = counts.get(routeId);
        return of != null && of.ticks;
    }

    /** What passed each route until now. */
    Map<String, Passed> passed() {
        Map<String, Passed> now = new ConcurrentHashMap<>();
        counts.forEach((route, each) -> now.put(route, new Passed(each.passed.sum(), each.failed.sum())));
        return now;
    }
}
