package org.analyzetext.localservice;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntBinaryOperator;

/**
 * How often each text was accepted, and how often an accepted one got no answer through the service's fault. Takes 32
 * to 64 bytes for each distinct text, so millions fit. Thread-safe.
 */
final class TextCounts {
    private static final int SMALLEST = 1 << 10;

    private long[] keys = new long[2 * SMALLEST];
    private int[] accepted = new int[SMALLEST];
    private int[] failed = new int[SMALLEST];
    private int size;

    synchronized void accept(TextKey key) {
        int slot = slot(key);
        accepted[slot]++;
    }

    synchronized void fail(TextKey key) {
        int slot = slot(key);
        failed[slot]++;
    }

    synchronized int accepted(TextKey key) {
        int slot = slot(key);
        return accepted[slot];
    }

    synchronized int failed(TextKey key) {
        int slot = slot(key);
        return failed[slot];
    }

    /** The number of texts by {@code f(times accepted, times failed)}, of the texts that were accepted at all. */
    synchronized SortedMap<Integer, Long> histogram(IntBinaryOperator f) {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        for (int i = 0; i < accepted.length; i++) {
            if (accepted[i] > 0) {
                counts.merge(f.applyAsInt(accepted[i], failed[i]), 1L, Long::sum);
            }
        }
        return counts;
    }

    synchronized void clear() {
        keys = new long[2 * SMALLEST];
        accepted = new int[SMALLEST];
        failed = new int[SMALLEST];
        size = 0;
    }

    /** The text's place, made if need be. Finds it before an array is touched: the arrays may be replaced. */
    private int slot(TextKey key) {
        if (4L * size >= 3L * accepted.length) {
            grow();
        }
        long high = key.high() == 0 && key.low() == 0 ? 1 : key.high();
        int mask = accepted.length - 1;
        int slot = (int) high & mask;
        while (keys[2 * slot] != high || keys[2 * slot + 1] != key.low()) {
            if (keys[2 * slot] == 0 && keys[2 * slot + 1] == 0) {
                keys[2 * slot] = high;
                keys[2 * slot + 1] = key.low();
                size++;
                break;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldAccepted = accepted;
        int[] oldFailed = failed;
        keys = new long[2 * oldKeys.length];
        accepted = new int[2 * oldAccepted.length];
        failed = new int[2 * oldFailed.length];
        size = 0;
        for (int i = 0; i < oldAccepted.length; i++) {
            if (oldKeys[2 * i] != 0 || oldKeys[2 * i + 1] != 0) {
                int slot = slot(new TextKey(oldKeys[2 * i], oldKeys[2 * i + 1]));
                accepted[slot] = oldAccepted[i];
                failed[slot] = oldFailed[i];
            }
        }
    }
}
