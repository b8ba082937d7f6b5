package org.analyzetext.schedule;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.analyzetext.job.Priority;

/**
 * The waiting calls of a pipeline that have the same rank, first come, first served. Not thread-safe: the
 * {@link CallScheduler} guards it.
 */
final class CallLine {
    private final CallRank rank;
    private final Collection<ResourceGate> gates;
    private final SortedSet<PendingCall> waiting = new TreeSet<>();
    /** Calls that overtook this line since one of its own went, while it had one that waited. */
    private int overtaken;

    /**
     * A line without calls.
     *
     * @param gates the resources of its pipeline
     */
    CallLine(CallRank rank, Collection<ResourceGate> gates) {
        this.rank = rank;
        this.gates = gates;
    }

    /** The calls that wait, in their order. */
    SortedSet<PendingCall> waiting() {
        return waiting;
    }

    CallRank rank() {
        return rank;
    }

    /** The resources of its pipeline. */
    Collection<ResourceGate> gates() {
        return gates;
    }

    /** Whether it was overtaken so often that it goes before the higher priorities now. */
    boolean isDue() {
        return overtaken >= Priority.SHARE - 1;
    }

    /** A call goes to a resource. */
    void granted(CallLine of, ResourceGate gate) {
        if (of == this) {
            overtaken = 0;
        } else if (!waiting.isEmpty()
                && of.rank.overtakes(rank)
                && gates.stream().anyMatch(gate::sharesPaceWith)) {
            overtaken++;
        }
    }
}
