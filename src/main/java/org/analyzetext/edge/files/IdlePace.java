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

    /** What one scan shows of several inputs is work for so long: an input that comes meanwhile waits for the next scan. */
    private static final long WORK = TimeUnit.SECONDS.toNanos(1);
    /** But a scan takes two per cent of the time at most. */
    private static final int WORK_FOR_SCAN = 50;
    /** So few files at a time keep all threads busy. */
    private static final int FEWEST = 16;

    private final LongSupplier nanoTime;
    private final Map<Consumer, Scan> scans = new ConcurrentHashMap<>();

    /**
     * A consumer's last scan.
     *
     * @param began when it began
     * @param earliest when the next one may begin
     * @param latest when the next one begins even if nothing is known to be ready
     * @param most how many files it shows at most; 0 for no limit
     */
    private record Scan(long began, long earliest, long latest, int most) {}

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
        int most = last == null ? folder.getMaxMessagesPerPoll() : last.most();
        filter.scanning(folder.getFile().toPath(), most, nanoTime);
        scans.put(consumer, new Scan(now, now, now, most));
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
                long next = scan.most() > 0 && polledMessages >= scan.most() ? now : now + cost * SHORT_REST;
                int toShow = filter.isShared() ? worth(polledMessages, now - filter.lookedAt(), cost, most) : most;
                return new Scan(scan.began(), next, next, toShow);
            }
            long latest = found ? cost * REST : Math.min(MOST_LONG_REST, Math.max(LEAST_LONG_REST, cost * LONG_REST));
            return new Scan(scan.began(), now + Math.min(latest, cost * SHORT_REST), now + latest, scan.most());
        });
    }

    /** How many files the next scan is to show, when so many took so long. */
    private static int worth(int files, long nanos, long cost, int most) {
        double work = Math.max((double) WORK, (double) cost * WORK_FOR_SCAN);
        double worth = files * work / (double) Math.max(1, nanos);
        return (int) Math.min(most > 0 ? most : Integer.MAX_VALUE, Math.max(FEWEST, worth));
    }

    private static StateFilter filter(Endpoint endpoint) {
        return (StateFilter) ((GenericFileEndpoint<?>) endpoint).getFilter();
    }
}
