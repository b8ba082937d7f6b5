package org.analyzetext.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The kinds of task that the service takes in a job. Nothing else in the project knows about classification. */
public enum TaskKind {
    SINGLE_LABEL("CustomSingleLabelClassification"),
    MULTI_LABEL("CustomMultiLabelClassification");

    private final String wireName;

    TaskKind(String wireName) {
        this.wireName = wireName;
    }

    /** The service's name for it. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** The kind that an answer's item ({@code ...LROResults}) belongs to. */
    public String resultsName() {
        return wireName + "LROResults";
    }

    /** The kind of that name, in any case. */
    @JsonCreator
    public static TaskKind of(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no kind of task; use "
                        + SINGLE_LABEL.wireName + " or " + MULTI_LABEL.wireName));
    }
}
