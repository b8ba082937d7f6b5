package org.analyzetext.account;

import java.io.IOException;
import java.util.List;

/** The results and dead letters that were there at one moment; they can be read more than once, always the same. */
public interface Answers {
    /** Takes results and dead letters one by one, as JSON. */
    interface Reader {
        /** Takes a result or a dead letter. */
        void read(byte[] json) throws IOException;
    }

    /** Where answers can be looked up at any moment. */
    interface Place {
        /** The answers that are there now. */
        Answers now() throws IOException;
    }

    /** Reads all results. */
    void results(Reader reader) throws IOException;

    /** Reads all dead letters. */
    void deadLetters(Reader reader) throws IOException;

    /** What keeps them from being complete, in plain words; normally nothing. */
    List<String> remarks();
}
