package org.analyzetext.job;

import org.analyzetext.config.PropertyReader;

/**
 * What fits in one job.
 *
 * @param maxDocuments documents, 1 to 25
 * @param maxCharacters characters (text elements) of all documents together, 1 to 125,000
 * @param maxBytes bytes of all documents together as JSON in UTF-8, with everything that travels with them; for job
 *     queues whose records have a limit
 */
public record BatchLimits(int maxDocuments, int maxCharacters, int maxBytes) {
    /** The service's own limits. */
    public static final BatchLimits SERVICE = new BatchLimits(25, 125_000);

    public BatchLimits {
        if (maxDocuments < 1 || maxDocuments > 25) {
            throw new IllegalArgumentException("a job holds 1 to 25 documents, not " + maxDocuments);
        }
        if (maxCharacters < 1 || maxCharacters > 125_000) {
            throw new IllegalArgumentException("a job holds 1 to 125000 characters, not " + maxCharacters);
        }
    }

    /** Reads {@code batch.max-documents} and {@code batch.max-characters}. */
    public static BatchLimits read(PropertyReader in) {
        return in.checked(
                        "batch",
                        () -> new BatchLimits(
                                in.number("batch.max-documents", 1, SERVICE.maxDocuments()),
                                in.number("batch.max-characters", 1, SERVICE.maxCharacters())))
                .orElse(SERVICE);
    }

    /** Without a limit to the bytes. */
    public BatchLimits(int maxDocuments, int maxCharacters) {
        this(maxDocuments, maxCharacters, Integer.MAX_VALUE);
    }

    /** The same with a limit to the bytes. */
    public BatchLimits withMaxBytes(int bytes) {
        return new BatchLimits(maxDocuments, maxCharacters, bytes);
    }
}
