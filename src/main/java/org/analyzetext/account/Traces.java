package org.analyzetext.account;

import java.util.List;

/**
 * What is kept of a document that was looked for.
 *
 * @param found everything that was found, in no order
 * @param remarks where it can be too and could not be found, in plain words; normally nothing
 */
public record Traces(List<Trace> found, List<String> remarks) {
    public Traces {
        found = List.copyOf(found);
        remarks = List.copyOf(remarks);
    }
}
