package org.analyzetext.localservice;

/** What a request asks for. */
public enum Operation {
    /** {@code POST .../jobs} */
    SUBMIT("Submit Job"),
    /** {@code GET .../jobs/ID} */
    STATE("Job Status"),
    /** {@code POST .../jobs/ID:cancel} */
    CANCEL("Cancel Job"),
    /** Anything else. */
    UNKNOWN("Unknown");

    private final String spokenName;

    Operation(String spokenName) {
        this.spokenName = spokenName;
    }

    /** The name as error messages have it. */
    String spokenName() {
        return spokenName;
    }
}
