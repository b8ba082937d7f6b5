package org.analyzetext.edge;

import java.io.IOException;
import java.time.Duration;

/** Counts what became of documents from what is kept, a piece at a time. Belongs to one thread at a time. */
public interface OutcomeReader extends AutoCloseable {
    /**
     * Reads on, and returns what is known by then.
     *
     * @param longest how long to read at most; one file or one answer of a broker may take longer
     */
    KeptOutcomes read(Duration longest) throws IOException;

    @Override
    default void close() {}
}
