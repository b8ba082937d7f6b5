package org.analyzetext.observe;

import java.util.function.Supplier;

/**
 * Something that the observe port serves beside health and metrics.
 *
 * @param type its media type
 * @param body makes it, for each request; called by many threads
 */
public record ObserveFile(String type, Supplier<String> body) {}
