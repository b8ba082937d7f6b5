package org.analyzetext.service;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The keys of a resource: one is used until the service refuses it, then the next. Files are read again when they
 * change. Thread-safe.
 */
public final class Keys {
    private static final long CHECKED_EVERY = TimeUnit.SECONDS.toNanos(1);

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
     * @param nanos a monotonic clock
     */
    Keys(List<KeySource> sources, LongSupplier nanos) {
        this.sources = List.copyOf(sources);
        this.nanos = nanos;
        this.checkedAt = nanos.getAsLong();
    }

    /** Keys in the order in which they are tried, at least one. */
    public static Keys of(KeySource... sources) {
        return new Keys(List.of(sources), System::nanoTime);
    }

    /** The key to call with. */
    public synchronized String current() {
        changed();
        return sources.get(current).value();
    }

    /** Which key {@link #current()} gives, by number. */
    synchronized int generation() {
        changed();
        return generation;
    }

    /** Looks after the files, once a second at most. Returns whether a key is another one than before. */
    synchronized boolean changed() {
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

    /**
     * The service refused a key.
     *
     * @param used the {@link #generation()} that was called with
     * @return whether there is another one to call with at once
     */
    synchronized boolean refused(int used) {
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

    /** The service took the key. */
    synchronized void accepted() {
        refused = 0;
    }

    /** The bytes with asterisks in the place of each key. */
    synchronized byte[] outOf(byte[] answer) {
        // One byte, one character: whatever the bytes mean, they come back as they were.
        String latin = new String(answer, StandardCharsets.ISO_8859_1);
        String without = outOf(latin);
        return without.equals(latin) ? answer : without.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The words with asterisks in the place of each key. */
    synchronized String outOf(String words) {
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
