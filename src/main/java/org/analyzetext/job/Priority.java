package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How soon documents are submitted, beside others that wait for the same quota. */
public enum Priority {
    @JsonProperty("urgent")
    URGENT,
    /** Of all documents of which nothing else is said. */
    @JsonEnumDefaultValue
    @JsonProperty("normal")
    NORMAL,
    @JsonProperty("bulk")
    BULK;

    /** While a higher priority always waits, a lower one gets one of so many submits, so that nothing starves. */
    public static final int SHARE = 8;
}
