package org.analyzetext.service;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The keys of a resource: one is used until the service refuses it, then the next. Files are read again when they
 * change. Thread-safe.
 */
public final class Keys implements Credentials {
    /** The header that the service reads a key from. */
    public static final String HEADER = "Ocp-Apim-Subscription-Key";

    private static final long CHECKED_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final String header;
    private final List<KeySource> sources;
    private final LongSupplier nanos;
    private int current;
    /** Keys refused in a row. */
    private int refused;
    /** Grows with each change of the key that is used, so that an answer to an old key is known as one. */
    private int generation;

    private long checkedAt;

    /**
     * Keys in the order in which they are tried, at least one.
     *
     * @param header the request header that they stand in
     * @param nanos a monotonic clock
     */
    Keys(String header, List<KeySource> sources, LongSupplier nanos) {
        this.header = header;
        this.sources = List.copyOf(sources);
        this.nanos = nanos;
        this.checkedAt = nanos.getAsLong();
    }

    /** Keys in the order in which they are tried, at least one, in the service's own header. */
    public static Keys of(KeySource... sources) {
        return in(HEADER, List.of(sources));
    }

    /** Keys in the order in which they are tried, at least one, in a header that a gateway asks for. */
    public static Keys in(String header, List<KeySource> sources) {
        return new Keys(header, sources, System::nanoTime);
    }

    @Override
    public String what() {
        return "key";
    }

    @Override
    public String header() {
        return header;
    }

    /** A key is there from the start. */
    @Override
    public void prepare() {}

    /** The key to call with. */
    @Override
    public synchronized String value() {
        changed();
        return sources.get(current).value();
    }

    @Override
    public synchronized int generation() {
        changed();
        return generation;
    }

    /** Looks after the files, once a second at most. Returns whether a key is another one than before. */
    @Override
    public synchronized boolean changed() {
        long now = nanos.getAsLong();
        if (now - checkedAt < CHECKED_EVERY) {
            return false;
        }
        checkedAt = now;
        return read();
    }

    private boolean read() {
        boolean changed = false;
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).read()) {
                changed = true;
                current = i;
            }
        }
        if (changed) {
            refused = 0;
            generation++;
        }
        return changed;
    }

    @Override
    public synchronized boolean refused(int used) {
        if (used != generation || read()) {
            return true;
        }
        generation++;
        current = (current + 1) % sources.size();
        refused++;
        if (refused < sources.size()) {
            return true;
        }
        refused = sources.size() - 1;
        return false;
    }

    @Override
    public synchronized void accepted() {
        refused = 0;
    }

    @Override
    public String advice(Resource resource, boolean forbidden) {
        return forbidden
                ? "the key or this network has no access; check the resource's permissions and firewall, and "
                        + properties(resource)
                : "check " + properties(resource);
    }

    private String properties(Resource resource) {
        String known = sources.stream()
                .map(KeySource::property)
                .filter(property -> !property.isEmpty())
                .collect(Collectors.joining(" and "));
        return known.isEmpty() ? resource.property("api-key") : known;
    }

    @Override
    public synchronized String outOf(String words) {
        String without = words;
        for (KeySource source : sources) {
            String key = source.value();
            if (!key.isEmpty()) {
                without = without.replace(key, "***");
            }
        }
        return without;
    }

    /** Never says a key. */
    @Override
    public String toString() {
        return sources.toString();
    }
}
