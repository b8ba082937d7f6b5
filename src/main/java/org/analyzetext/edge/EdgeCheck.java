package org.analyzetext.edge;

import java.util.Optional;

/**
 * What trying out an edge showed.
 *
 * @param what the thing that was tried
 * @param problem why it can't be used, if it can't
 * @param passing whether it may be transient, such as a broker that gives no answer
 * @param good what it does, where there is no problem
 */
public record EdgeCheck(String what, Optional<String> problem, boolean passing, String good) {
    /** Something that works. */
    public static EdgeCheck good(String what, String good) {
        return new EdgeCheck(what, Optional.empty(), false, good);
    }

    /** Something that somebody has to change. */
    public static EdgeCheck mistake(String what, String problem) {
        return new EdgeCheck(what, Optional.of(problem), false, "");
    }

    /** Something that may work later. */
    public static EdgeCheck passing(String what, String problem) {
        return new EdgeCheck(what, Optional.of(problem), true, "");
    }
}
