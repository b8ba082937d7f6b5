package org.analyzetext.schedule;

import java.util.Collection;
import org.analyzetext.service.ServiceCall;
import org.analyzetext.service.ServiceCall.Kind;
import org.jspecify.annotations.Nullable;

/** A call that waits for its permit. Not thread-safe: the {@link CallScheduler} guards it. */
final class PendingCall implements Comparable<PendingCall> {
    private final ServiceCall call;
    private final CallLine line;
    private final long number;
    private @Nullable ResourceGate granted;

    /**
     * A call that waits.
     *
     * @param line those of its pipeline with the same rank
     * @param number how many calls came before
     */
    PendingCall(ServiceCall call, CallLine line, long number) {
        this.call = call;
        this.line = line;
        this.number = number;
    }

    Kind kind() {
        return call.kind();
    }

    ServiceCall call() {
        return call;
    }

    CallLine line() {
        return line;
    }

    /** The resources of its pipeline. */
    Collection<ResourceGate> gates() {
        return line.gates();
    }

    /** Whether the call may go to this resource: a job is polled, or cancelled, where it was submitted. */
    boolean fits(ResourceGate gate) {
        return call.kind() == Kind.SUBMIT || call.resource().equals(gate.resource());
    }

    void grant(ResourceGate gate) {
        granted = gate;
    }

    /** The resource to call, once it is permitted. */
    @Nullable
    ResourceGate granted() {
        return granted;
    }

    /** Who came first. */
    @Override
    public int compareTo(PendingCall other) {
        return Long.compare(number, other.number);
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
