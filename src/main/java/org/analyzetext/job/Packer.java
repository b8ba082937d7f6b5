package org.analyzetext.job;

import java.util.ArrayList;
import java.util.List;

/**
 * Packs items into batches in the order of their arrival: a batch closes when the next item does not fit. Not
 * thread-safe.
 */
final class Packer<T> {
    private final BatchLimits limits;
    private List<T> open = new ArrayList<>();
    private int characters;
    private long bytes;

    public Packer(BatchLimits limits) {
        this.limits = limits;
    }

    /**
     * Adds an item.
     *
     * @param itsCharacters its characters; at most the limit of a batch
     * @param itsBytes its bytes; at most the limit of a batch
     * @return the batch that this item closed, full as it can be; empty while the item fits
     */
    public List<T> add(T item, int itsCharacters, int itsBytes) {
        if (itsCharacters > limits.maxCharacters() || itsBytes > limits.maxBytes()) {
            throw new IllegalArgumentException("an item of " + itsCharacters + " characters and " + itsBytes
                    + " bytes fits in no batch of " + limits.maxCharacters() + " and " + limits.maxBytes()
                    + "; it should have been rejected before");
        }
        List<T> closed = fits(itsCharacters, itsBytes) ? List.of() : close();
        open.add(item);
        characters += itsCharacters;
        bytes += itsBytes;
        return closed;
    }

    /** Closes the open batch and gives it; empty when nothing is open. */
    public List<T> close() {
        List<T> closed = List.copyOf(open);
        open = new ArrayList<>();
        characters = 0;
        bytes = 0;
        return closed;
    }

    /** Whether such an item fits in the open batch. */
    boolean fits(int itsCharacters, int itsBytes) {
        return open.size() < limits.maxDocuments()
                && characters + itsCharacters <= limits.maxCharacters()
                && bytes + itsBytes <= limits.maxBytes();
    }
}
