package org.analyzetext.localservice;

import org.jspecify.annotations.Nullable;

/**
 * A task of a job: one question to one project.
 *
 * @param name the name that the client gave it, or null
 * @param project the project that answers
 */
record Task(@Nullable String name, Project project) {}
