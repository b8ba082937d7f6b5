package org.analyzetext.spending;

import java.io.IOException;
import java.time.LocalDate;
import org.apache.camel.Service;

/**
 * Where the count of text records is kept, across restarts. Started before it is used; called by one thread at a time.
 */
public interface SpendingStore extends Service {
    /** What all that share this ledger have counted, as far as this process knows. */
    Spent spent(LocalDate today);

    /**
     * Counts text records before they are spent; durable when this returns.
     *
     * @return what all that share this ledger have counted up to this entry, with it
     */
    Spent count(LocalDate today, long records) throws IOException;

    /**
     * Takes back what was counted and not spent.
     *
     * @param counted the day on which it was counted, as {@link #count} returned it
     */
    void release(LocalDate counted, long records) throws IOException;
}
