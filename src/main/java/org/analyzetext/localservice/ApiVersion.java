package org.analyzetext.localservice;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A version of the API that carries analyze-text jobs. */
record ApiVersion(String name) {
    private static final Set<String> GENERAL =
            Set.of("2022-05-01", "2023-04-01", "2024-11-01", "2025-11-01", "2026-05-01");
    private static final Pattern PREVIEW = Pattern.compile("20(2[2-9]|[3-9]\\d)-\\d\\d-\\d\\d-preview");

    /** Refuses a version that is missing or not known. */
    static ApiVersion of(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw RequestError.invalidRequest("InvalidParameterValue", "The api-version query parameter is required.");
        }
        if (!GENERAL.contains(name) && !PREVIEW.matcher(name).matches()) {
            throw RequestError.invalidRequest(
                    "InvalidParameterValue", "The api-version '" + name + "' is not supported.");
        }
        return new ApiVersion(name);
    }

    boolean isPreview() {
        return name.endsWith("-preview");
    }

    /** The name of the job-level date, which is not the same in all versions. */
    String lastUpdateField() {
        return name.startsWith("2022-") && isPreview() ? "lastUpdateDateTime" : "lastUpdatedDateTime";
    }
}
