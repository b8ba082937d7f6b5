package org.analyzetext.spending;

import java.time.Instant;

/** Something to be submitted that can't wait for ever. */
public interface Deadline {
    /** When it has to be submitted at the latest, or given back. */
    Instant until();
}
