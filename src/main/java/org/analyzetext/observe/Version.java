package org.analyzetext.observe;

import org.jspecify.annotations.Nullable;

/** The release that runs, as the jar says it. */
public final class Version {
    private Version() {}

    /** Such as {@code 1.0.0}; {@code unknown} for classes that are in no jar of ours. */
    public static String text() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
