package org.analyzetext.document;

import java.io.IOException;

/** Takes the records of a file, each once, in the order of their ordinals. */
public interface DocumentSink {
    /** A document that can be sent. */
    void document(Document document) throws IOException;

    /** A record that can't be sent, or the rest of a file that can't be read. */
    void rejected(Rejected rejected) throws IOException;
}
