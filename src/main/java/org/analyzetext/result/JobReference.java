package org.analyzetext.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The job that labelled a document.
 *
 * @param id the service's name for it
 * @param resource the resource that had it
 * @param apiVersion the version of the service's interface
 * @param submittedAt when the service accepted it
 * @param completedAt when the service says it was last updated, or null if it did not say
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobReference(
        String id,
        String resource,
        String apiVersion,
        Instant submittedAt,
        @Nullable Instant completedAt) {}
