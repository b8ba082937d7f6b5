package org.analyzetext.observe;

import java.util.Optional;

/** Something that has to be well for documents to flow. Thread-safe, and quick to ask: it never waits for anybody. */
public interface HealthCondition {
    /** One word for it, such as {@code broker}. */
    String name();

    /** Why documents don't flow, in plain words; empty while all is well. Never a key, never a text. */
    Optional<String> problem();
}
