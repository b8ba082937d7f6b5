package org.analyzetext.localservice;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened at a moment.
 *
 * @param moment the moment
 * @param operation what the request asks for
 * @param jobId the job, or null where there is none yet
 * @param texts the texts of the documents that were submitted; empty unless the request is a submit that was read
 */
public record MomentEvent(
        Moment moment, Operation operation, @Nullable UUID jobId, List<String> texts) {
    public MomentEvent {
        texts = List.copyOf(texts);
    }
}
