package org.analyzetext.host;

import java.util.List;
import org.analyzetext.document.Document;

/**
 * The documents that a route of the host gave at once.
 *
 * @param name the name of the call, which no other has; in the order of time
 * @param documents its documents; may be none
 */
public record Call(String name, List<Document> documents) {
    public Call {
        documents = List.copyOf(documents);
    }

    /** Says which call, never its texts: this may stand in a log. */
    @Override
    public String toString() {
        return name + " of " + documents.size() + " documents";
    }
}
