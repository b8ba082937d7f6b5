package org.analyzetext.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Remembers counts for some minutes, so that a rate is known when somebody looks. Thread-safe. */
final class Rates {
    /** Between two samples. */
    static final Duration DISTANCE = Duration.ofSeconds(5);

    private static final Duration ROUTES_OVER = Duration.ofMinutes(1);
    private static final Duration DOCUMENTS_OVER = Duration.ofMinutes(5);
    /** Over less a rate says nothing. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * What was counted at a time.
     *
     * @param documents by input, a number that rises by one with each document
     */
    private record Sample(long at, Map<String, RouteFlow.Passed> routes, Map<String, Long> documents) {}

    /** By a monotonic clock. */
    Rates(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void add(Map<String, RouteFlow.Passed> routes, Map<String, Long> documents) {
        long now = nanos.getAsLong();
        samples.addLast(new Sample(now, Map.copyOf(routes), Map.copyOf(documents)));
        while (now - samples.getFirst().at() > DOCUMENTS_OVER.toNanos()) {
            samples.removeFirst();
        }
    }

    /** What passed a route in the last minute, or since the first sample. */
    synchronized RouteFlow.Passed lastMinute(String route, RouteFlow.Passed now) {
        return first(ROUTES_OVER)
                .map(sample -> now.since(sample.routes().getOrDefault(route, RouteFlow.Passed.NOTHING)))
                .orElse(now);
    }

    /** Documents a minute of an input, over the last minutes; empty while that is not known. */
    synchronized OptionalDouble perMinute(String input, long now) {
        for (Sample sample : samples) {
            Long before = sample.documents().get(input);
            long elapsed = nanos.getAsLong() - sample.at();
            if (before != null && elapsed >= LEAST.toNanos()) {
                return OptionalDouble.of(Math.max(0, now - before) * 60e9 / elapsed);
            }
        }
        return OptionalDouble.empty();
    }

    private Optional<Sample> first(Duration over) {
        long since = nanos.getAsLong() - over.toNanos();
        return samples.stream().filter(sample -> sample.at() - since >= 0).findFirst();
    }
}
