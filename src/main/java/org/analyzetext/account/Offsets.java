package org.analyzetext.account;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.analyzetext.document.Source;
import org.analyzetext.document.TopicPosition;

/** A set of positions in a topic: a bit for each offset from where its partition begins. */
final class Offsets {
    private final String topic;
    private final Map<Integer, Long> begins;
    private final Map<Integer, BitSet> bits = new TreeMap<>();

    /**
     * An empty set.
     *
     * @param begins the lowest offset of each partition; positions below can't be in the set
     */
    Offsets(String topic, Map<Integer, Long> begins) {
        this.topic = topic;
        this.begins = Map.copyOf(begins);
    }

    /** Adds a position, and says whether it is new. */
    boolean add(TopicPosition position) {
        int bit = Math.toIntExact(position.offset() - begins.getOrDefault(position.partition(), 0L));
        BitSet partition = bits.computeIfAbsent(position.partition(), any -> new BitSet());
        boolean isNew = !partition.get(bit);
        partition.set(bit);
        return isNew;
    }

    boolean contains(Source source) {
        if (!(source instanceof TopicPosition position) || !position.topic().equals(topic)) {
            return false;
        }
        long bit = position.offset() - begins.getOrDefault(position.partition(), 0L);
        BitSet partition = bits.get(position.partition());
        return partition != null && bit >= 0 && bit < partition.length() && partition.get((int) bit);
    }

    /** The positions that are in none of the others. */
    Offsets without(Offsets... others) {
        Offsets rest = new Offsets(topic, begins);
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
                        first.add(new TopicPosition(topic, partition, begins.getOrDefault(partition, 0L) + bit))));
        return first;
    }
}
