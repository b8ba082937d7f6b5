package org.analyzetext.schedule;

import java.util.Collection;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceCall.Kind;
import org.jspecify.annotations.Nullable;

/** A call that waits for its turn. Not thread-safe: the {@link CallScheduler} guards it. */
final class PendingCall implements Comparable<PendingCall> {
    private final ServiceCall call;
    private final boolean backfill;
    private final long number;
    private final Collection<ResourceGate> gates;
    private @Nullable ResourceGate granted;

    /**
     * A call that waits.
     *
     * @param gates the resources of its pipeline
     */
    PendingCall(ServiceCall call, boolean backfill, long number, Collection<ResourceGate> gates) {
        this.call = call;
        this.backfill = backfill;
        this.number = number;
        this.gates = gates;
    }

    Kind kind() {
        return call.kind();
    }

    ServiceCall call() {
        return call;
    }

    /** The resources of its pipeline. */
    Collection<ResourceGate> gates() {
        return gates;
    }

    /** Whether the call may go to this resource: a job is polled, or cancelled, where it was submitted. */
    boolean fits(ResourceGate gate) {
        return call.kind() == Kind.SUBMIT || call.resource().equals(gate.resource());
    }

    void grant(ResourceGate gate) {
        granted = gate;
    }

    /** The resource to call, once it is this call's turn. */
    @Nullable
    ResourceGate granted() {
        return granted;
    }

    /** Jobs that are paid for go first, then live documents, then a backfill; among equals who came first. */
    @Override
    public int compareTo(PendingCall other) {
        int byRank = Integer.compare(rank(), other.rank());
        return byRank != 0 ? byRank : Long.compare(number, other.number);
    }

    private int rank() {
        return kind() != Kind.SUBMIT ? 0 : backfill ? 2 : 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
