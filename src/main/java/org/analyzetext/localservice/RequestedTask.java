package org.analyzetext.localservice;

import org.jspecify.annotations.Nullable;

/**
 * A task of a job.
 *
 * @param name the name that the client gave it, or null
 * @param analyzer what answers it
 */
record RequestedTask(@Nullable String name, Analyzer analyzer) {}
