package org.analyzetext.edge.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.analyzetext.observe.HealthCondition;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether a transaction stays open in a topic that is read. A broker ends what a killed process left open; one that forgets to,
 * as brokers have done when they were restarted in that moment, holds up all records behind it until somebody ends it by
 * hand; so does one of a strange producer in the documents topic. Thread-safe.
 */
final class OpenTransactions implements HealthCondition {
    /** Several times as long as a transaction of ours can be open, the broker's clean-up included. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private final Clock clock;
    private final Map<TopicPartition, Open> open = new ConcurrentHashMap<>();

    /** The first record that can't be read yet, and since when that is so. */
    private record Open(long offset, Instant since) {}

    OpenTransactions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes note of a partition.
     *
     * @param stable where those who read only committed records must stop
     * @param end where the partition ends
     */
    void seen(TopicPartition partition, long stable, long end) {
        if (stable >= end) {
            open.remove(partition);
        } else {
            open.compute(
                    partition,
                    (any, known) ->
                            known != null && known.offset() == stable ? known : new Open(stable, clock.instant()));
        }
    }

    @Override
    public String name() {
        return "transactions";
    }

    @Override
    public Optional<String> problem() {
        Instant before = clock.instant().minus(LONGEST);
        String where = open.entrySet().stream()
                .filter(each -> each.getValue().since().isBefore(before))
                .map(each -> each.getKey() + " at offset " + each.getValue().offset())
                .sorted()
                .collect(Collectors.joining(", "));
        return where.isEmpty()
                ? Optional.empty()
                : Optional.of("a transaction is open for more than " + LONGEST.toSeconds() + " s in " + where
                        + ", and the records behind it wait: one of ours the brokers should have ended, one in the"
                        + " documents topic is its producer's; end it with kafka-transactions.sh abort, then let account"
                        + " name documents that have no answer");
    }
}
