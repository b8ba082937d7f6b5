package org.analyzetext.edge.kafka;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers the consumers that this process has in a group. The range assignor gives partitions to members in the order of
 * their names, and a member's name begins with its client's; with the number in it the first consumers of all instances
 * come before all second ones. So each instance gets its share also when there are more consumers than partitions; by
 * Kafka's own names one instance may get all jobs, and spend its share of the quota on polls alone. Thread-safe.
 */
final class ClientIds {
    private final Map<String, BitSet> taken = new HashMap<>();

    /** Part of all names, so that two applications in one Java machine don't share any. */
    private final String application;

    ClientIds(String application) {
        this.application = application;
    }

    /** The first number that is free in a group, from 1 on. */
    Lease take(String group) {
        synchronized (taken) {
            BitSet numbers = taken.computeIfAbsent(group, any -> new BitSet());
            int number = numbers.nextClearBit(1);
            numbers.set(number);
            return new Lease("%s-%02d-%s".formatted(group, number, application), numbers, number);
        }
    }

    /** One consumer's, until it leaves it; a second time does nothing. */
    final class Lease {
        private final String clientId;
        private final BitSet numbers;
        private final int number;
        private boolean left;

        private Lease(String clientId, BitSet numbers, int number) {
            this.clientId = clientId;
            this.numbers = numbers;
            this.number = number;
        }

        String clientId() {
            return clientId;
        }

        void leave() {
            synchronized (taken) {
                if (!left) {
                    left = true;
                    numbers.clear(number);
                }
            }
        }
    }
}
