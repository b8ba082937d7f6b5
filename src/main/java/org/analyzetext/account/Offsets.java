package org.analyzetext.account;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.analyzetext.document.Source;
import org.analyzetext.document.TopicPosition;

/** A set of positions in topics: a bit for each offset from where its partition begins. */
final class Offsets {
    private final Map<String, Map<Integer, Long>> begins;
    private final Map<Partition, BitSet> bits = new TreeMap<>();

    private record Partition(String topic, int number) implements Comparable<Partition> {
        static Partition of(TopicPosition position) {
            return new Partition(position.topic(), position.partition());
        }

        @Override
        public int compareTo(Partition other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic != 0 ? byTopic : Integer.compare(number, other.number);
        }
    }

    /**
     * An empty set.
     *
     * @param begins of each topic the lowest offset of each partition; positions below can't be in the set
     */
    Offsets(Map<String, Map<Integer, Long>> begins) {
        this.begins = begins;
    }

    /** Adds a position, and says whether it is new. */
    boolean add(TopicPosition position) {
        int bit = Math.toIntExact(position.offset() - begin(Partition.of(position)));
        BitSet partition = bits.computeIfAbsent(Partition.of(position), any -> new BitSet());
        boolean isNew = !partition.get(bit);
        partition.set(bit);
        return isNew;
    }

    private long begin(Partition partition) {
        return begins.getOrDefault(partition.topic(), Map.of()).getOrDefault(partition.number(), 0L);
    }

    boolean contains(Source source) {
        if (!(source instanceof TopicPosition position)) {
            return false;
        }
        long bit = position.offset() - begin(Partition.of(position));
        BitSet partition = bits.get(Partition.of(position));
        return partition != null && bit >= 0 && bit < partition.length() && partition.get((int) bit);
    }

    /** The positions that are in none of the others. */
    Offsets without(Offsets... others) {
        Offsets rest = new Offsets(begins);
        bits.forEach((partition, set) -> {
            BitSet left = (BitSet) set.clone();
            for (Offsets other : others) {
                left.andNot(other.bits.getOrDefault(partition, new BitSet()));
            }
            rest.bits.put(partition, left);
        });
        return rest;
    }

    /** The positions that are in the other too. */
    Offsets and(Offsets other) {
        return without(without(other));
    }

    long size() {
        return bits.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /** The first positions, by partition. */
    List<Source> first(int count) {
        List<Source> first = new ArrayList<>();
        bits.forEach((partition, set) -> set.stream()
                .limit(Math.max(0, count - first.size()))
                .forEach(bit ->
                        first.add(new TopicPosition(partition.topic(), partition.number(), begin(partition) + bit))));
        return first;
    }
}
