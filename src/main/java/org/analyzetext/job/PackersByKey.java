package org.analyzetext.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Packs items that must not be mixed: one open batch for each key, numbered in the order in which the batches were
 * begun. So the first items of the batches stand in the order of the numbers, and no more than
 * {@value #MOST_OPEN} batches overlap at any place. Not thread-safe.
 */
public final class PackersByKey<K, T> {
    /** When more keys have an open batch, the oldest one is closed: open batches are held in memory. */
    static final int MOST_OPEN = 32;

    /**
     * A batch.
     *
     * @param number its number, from 1
     * @param items its items in the order of their arrival
     */
    public record Batch<K, T>(long number, K key, List<T> items) {}

    private final BatchLimits limits;
    private final Map<K, Open<T>> open = new LinkedHashMap<>();
    private long begun;

    public PackersByKey(BatchLimits limits) {
        this.limits = limits;
    }

    /**
     * Adds an item.
     *
     * @param characters its characters; at most the limit of a batch
     * @param bytes its bytes; at most the limit of a batch
     * @return the batches that had to be closed for it; mostly none
     */
    public List<Batch<K, T>> add(K key, T item, int characters, int bytes) {
        List<Batch<K, T>> closed = new ArrayList<>();
        Open<T> batch = open.get(key);
        if (batch == null || !batch.packer().fits(characters, bytes)) {
            close(key).ifPresent(closed::add);
            if (open.size() == MOST_OPEN) {
                close(open.keySet().iterator().next()).ifPresent(closed::add);
            }
            open.put(key, new Open<>(++begun, new Packer<>(limits)));
        }
        Objects.requireNonNull(open.get(key)).packer().add(item, characters, bytes);
        return closed;
    }

    /** A batch of an item that shares none, whatever its size. */
    public Batch<K, T> alone(K key, T item) {
        return new Batch<>(++begun, key, List.of(item));
    }

    /** Closes the open batch of a key, if there is one. */
    private Optional<Batch<K, T>> close(K key) {
        return Optional.ofNullable(open.remove(key))
                .map(batch -> new Batch<>(batch.number(), key, batch.packer().close()));
    }

    /** Closes all open batches. */
    public List<Batch<K, T>> close() {
        return List.copyOf(open.keySet()).stream()
                .flatMap(key -> close(key).stream())
                .toList();
    }

    private record Open<T>(long number, Packer<T> packer) {}
}
