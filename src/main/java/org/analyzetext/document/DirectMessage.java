package org.analyzetext.document;

import java.util.List;

/**
 * The documents that a route of the host gave at once.
 *
 * @param name the name of the call, which no other has; in the order of time
 * @param documents its documents; may be none
 */
public record DirectMessage(String name, List<Document> documents) {
    public DirectMessage {
        documents = List.copyOf(documents);
    }

    /** Says which call, never its texts: this may stand in a log. */
    @Override
    public String toString() {
        return name + " of " + documents.size() + " documents";
    }
}
