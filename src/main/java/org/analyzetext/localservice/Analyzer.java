package org.analyzetext.localservice;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What answers a task. Thread-safe. */
interface Analyzer {
    Kind kind();

    /** What it says of a document that is not empty. */
    TextAnswer analyze(SubmittedDocument document);

    /** The same where it can be had at once; else null. */
    @Nullable
    TextAnswer remembered(TextKey key);

    /** The time that its jobs take, or null for that of the service. */
    @Nullable
    DurationDistribution jobDuration();

    /** Writes the fields of the results that name the model. */
    void writeModel(JsonGenerator json) throws IOException;
}
