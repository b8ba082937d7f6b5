package org.analyzetext.edge;

import java.util.List;
import java.util.Optional;

/** What an edge shows of itself to people who look at a running pipeline: cheap to ask for, as of a moment ago. */
public interface EdgeView {
    /** Shows nothing. */
    EdgeView NOTHING = new EdgeView() {};

    /** Where documents and jobs lie between routes. */
    default List<Place> places() {
        return List.of();
    }

    /** How far each input is, or the topic of documents. */
    default List<DocumentFlow> flows() {
        return List.of();
    }

    /** Reads what became of documents; empty where that is not kept here. */
    default Optional<OutcomeReader> outcomes() {
        return Optional.empty();
    }
}
