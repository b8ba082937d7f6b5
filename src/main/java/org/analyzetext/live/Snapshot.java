package org.analyzetext.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.analyzetext.edge.DocumentFlow;
import org.analyzetext.edge.KeptOutcomes;
import org.jspecify.annotations.Nullable;

/**
 * A running pipeline at a moment.
 *
 * @param at the moment
 * @param way from where to where documents go, in a few words
 * @param problems why documents don't flow; empty while they do
 * @param flows how far each input is, the oldest first
 * @param perMinute documents a minute that got their outcome from this process; empty while that is not known
 * @param oldest how long the oldest document has been waiting; null where that is not known
 * @param resources how each resource of the service fares
 * @param spending each period that has a limit
 * @param outcomes what became of documents; null before it was counted, and where it is not kept
 * @param keepsOutcomes whether outcomes are kept where they can be counted
 * @param graph the routes
 * @param numbers what waits at and passes each node of the graph
 * @param warnings the last warnings of the log, the latest first
 */
record Snapshot(
        Instant at,
        String way,
        List<Problem> problems,
        List<Flow> flows,
        OptionalDouble perMinute,
        @Nullable Duration oldest,
        List<ResourceState> resources,
        List<Spent> spending,
        @Nullable KeptOutcomes outcomes,
        boolean keepsOutcomes,
        RouteGraph graph,
        Map<String, RoutePicture.Numbers> numbers,
        List<RecentWarnings.Warning> warnings) {
    /** A condition of health that is not well, and why. */
    record Problem(String condition, String reason) {}

    /** An input, and documents a minute that pass. */
    record Flow(DocumentFlow input, OptionalDouble perMinute) {
        /** How long it takes at this rate; null where that can't be said. */
        @Nullable
        Duration timeLeft() {
            return Snapshot.timeLeft(input.left(), perMinute);
        }
    }

    /** Text records that are counted in a period, and its limit. */
    record Spent(String period, double counted, double limit) {}

    static @Nullable Duration timeLeft(long documents, OptionalDouble perMinute) {
        double rate = perMinute.orElse(0);
        return rate <= 0 ? null : Duration.ofSeconds(Math.round(Math.min(documents / rate * 60, 1e9)));
    }

    /** Documents that are not submitted. */
    long waiting() {
        return flows.stream().mapToLong(flow -> flow.input().waiting()).sum();
    }

    /** Documents that have no outcome. */
    long left() {
        return flows.stream().mapToLong(flow -> flow.input().left()).sum();
    }

    /** Jobs that the service has. */
    long jobs() {
        return flows.stream().mapToLong(flow -> flow.input().jobs()).sum();
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return jobs() == 0
                && flows.stream()
                        .allMatch(
                                flow -> flow.input().left() == 0 && flow.input().documents() >= 0);
    }
}
