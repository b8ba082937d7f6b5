package org.analyzetext.observe;

import java.util.OptionalInt;

/**
 * What people and machines may see of the application, and where.
 *
 * @param host the address that health and metrics are served at
 * @param port their port; none to serve nothing
 * @param backlog documents that may wait before the application calls itself not ready; 0 for any number
 */
public record ObserveSettings(String host, OptionalInt port, int backlog) {}
