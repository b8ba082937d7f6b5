package org.analyzetext.schedule;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.analyzetext.error.ConfigurationException;
import org.analyzetext.service.Resource;

/**
 * What the pipelines of a host share: the quota of each resource that several of them call, and the queue of all their
 * calls, so that polls of one go before submits of another. Whoever holds the lock may use the rest. Thread-safe.
 */
public final class CallBudget {
    final ReentrantLock lock = new ReentrantLock();
    final CallQueue queue = new CallQueue();
    final Map<PendingCall, Condition> sleepers = new HashMap<>();
    private final LongSupplier nanos;
    private final Map<URI, ResourcePace> paces = new HashMap<>();
    private long number;

    /**
     * A budget.
     *
     * @param nanos a monotonic clock
     */
    CallBudget(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A budget that begins now. */
    public static CallBudget start() {
        long zero = System.nanoTime();
        return new CallBudget(() -> System.nanoTime() - zero);
    }

    long now() {
        return nanos.getAsLong();
    }

    long nextNumber() {
        return number++;
    }

    /**
     * The pace of a resource, by its address: that of other pipelines which call it too.
     *
     * @throws ConfigurationException when they say another quota
     */
    ResourcePace pace(Resource resource) {
        lock.lock();
        try {
            ResourcePace pace = paces.computeIfAbsent(address(resource), any -> new ResourcePace(resource.quota()));
            if (!pace.quota().equals(resource.quota())) {
                throw new ConfigurationException(
                        List.of("the quota of " + resource.endpoint()
                                + " is not the same in all pipelines of this context:"
                                + " they share it, so analyze-text.quota.* has to say it for all of them"),
                        List.of());
            }
            return pace;
        } finally {
            lock.unlock();
        }
    }

    private static URI address(Resource resource) {
        URI endpoint = resource.endpoint();
        String authority = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
        return URI.create(
                authority.toLowerCase(Locale.ROOT) + (endpoint.getRawPath() == null ? "" : endpoint.getRawPath()));
    }
}
