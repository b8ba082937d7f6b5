package org.analyzetext.edge.files;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/**
 * Lets a consumer scan the work folder when a file may be ready there, and otherwise so seldom that scanning costs next
 * to nothing, however many inputs are open. What this process does not know of, such as a batch that somebody moved by
 * hand, is found by these seldom scans. A scan costs the time until it looked at the last file: what the route then does
 * with the files is not part of it. Thread-safe.
 */
public final class IdlePace extends DefaultPollingConsumerPollStrategy {
    /** A consumer that has found files, but not as many as it takes at a time, rests so many times as long as it scanned. */
    private static final int SHORT_REST = 3;
    /** The same where all that is ready is being worked on. */
    private static final int REST = 25;
    /** The same where nothing is ready: half a per cent of a processor. */
    private static final int LONG_REST = 200;
    /** Of a few inputs a scan costs nothing. */
    private static final long LEAST_LONG_REST = TimeUnit.SECONDS.toNanos(1);
    /** A scan on a busy machine seems to cost much; what no notice came of waits no longer than this. */
    private static final long MOST_LONG_REST = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanoTime;
    private final Map<Consumer, Scan> scans = new ConcurrentHashMap<>();

    /**
     * A consumer's last scan.
     *
     * @param began when it began
     * @param earliest when the next one may begin
     * @param latest when the next one begins even if nothing is known to be ready
     */
    private record Scan(long began, long earliest, long latest) {}

    public IdlePace() {
        this(System::nanoTime);
    }

    IdlePace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        long now = nanoTime.getAsLong();
        StateFilter filter = filter(endpoint);
        Scan last = scans.get(consumer);
        if (!filter.isOpen()) {
            return false;
        }
        if (last != null && (now - last.earliest() < 0 || (now - last.latest() < 0 && !filter.mayBeReady()))) {
            return false;
        }
        FileEndpoint folder = (FileEndpoint) endpoint;
        filter.scanning(folder.getFile().toPath(), folder.getMaxMessagesPerPoll(), nanoTime);
        scans.put(consumer, new Scan(now, now, now));
        return true;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        long now = nanoTime.getAsLong();
        StateFilter filter = filter(endpoint);
        boolean found = filter.hasFound();
        int most = ((GenericFileEndpoint<?>) endpoint).getMaxMessagesPerPoll();
        scans.computeIfPresent(consumer, (same, scan) -> {
            long cost = filter.lookedAt() - scan.began();
            if (polledMessages > 0) {
                long next = most > 0 && polledMessages >= most ? now : now + cost * SHORT_REST;
                return new Scan(scan.began(), next, next);
            }
            long latest = found ? cost * REST : Math.min(MOST_LONG_REST, Math.max(LEAST_LONG_REST, cost * LONG_REST));
            return new Scan(scan.began(), now + Math.min(latest, cost * SHORT_REST), now + latest);
        });
    }

    private static StateFilter filter(Endpoint endpoint) {
        return (StateFilter) ((GenericFileEndpoint<?>) endpoint).getFilter();
    }
}
