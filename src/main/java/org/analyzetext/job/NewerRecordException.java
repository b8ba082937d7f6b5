package org.analyzetext.job;

import com.fasterxml.jackson.core.JsonProcessingException;

/** A job record of a release that is newer than this one: nothing is wrong with it, and it is left for that release. */
public final class NewerRecordException extends JsonProcessingException {
    private static final long serialVersionUID = 1L;

    private final int version;

    NewerRecordException(int version) {
        super("a job record of version " + version + ", of a newer release; this one reads up to version "
                + JobRecordJson.NEWEST);
        this.version = version;
    }

    /** The version of the record. */
    public int version() {
        return version;
    }
}
