package org.analyzetext.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * Packs items into batches in the order of their arrival: a batch closes when the next item does not fit. Not
 * thread-safe.
 */
public final class Packer<T> {
    private final BatchLimits limits;
    private List<T> open = new ArrayList<>();
    private int characters;

    public Packer(BatchLimits limits) {
        this.limits = limits;
    }

    /**
     * Adds an item.
     *
     * @param size its characters; at most the limit of a batch
     * @return the batch that this item closed, full as it can be; empty while the item fits
     */
    public List<T> add(T item, int size) {
        if (size > limits.maxCharacters()) {
            throw new IllegalArgumentException("an item of " + size + " characters fits in no batch of "
                    + limits.maxCharacters() + "; it should have been rejected before");
        }
        List<T> closed = fits(size) ? List.of() : close();
        open.add(item);
        characters += size;
        return closed;
    }

    /** Closes the open batch and gives it; empty when nothing is open. */
    public List<T> close() {
        List<T> closed = List.copyOf(open);
        open = new ArrayList<>();
        characters = 0;
        return closed;
    }

    /** Whether an item of that many characters fits in the open batch. */
    boolean fits(int size) {
        return open.size() < limits.maxDocuments() && characters + size <= limits.maxCharacters();
    }
}
