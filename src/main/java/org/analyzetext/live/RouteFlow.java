package org.analyzetext.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;

/** Counts what passes each route, for its rate: two additions an exchange. Thread-safe. */
final class RouteFlow implements RoutePolicyFactory {
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();

    private static final class Counts {
        private final LongAdder passed = new LongAdder();
        private final LongAdder failed = new LongAdder();
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
            public void onExchangeDone(Route done, Exchange exchange) {
                mine.passed.increment();
                if (exchange.isFailed()) {
                    mine.failed.increment();
                }
            }
        };
    }

    /** What passed each route until now. */
    Map<String, Passed> passed() {
        Map<String, Passed> now = new ConcurrentHashMap<>();
        counts.forEach((route, each) -> now.put(route, new Passed(each.passed.sum(), each.failed.sum())));
        return now;
    }
}
