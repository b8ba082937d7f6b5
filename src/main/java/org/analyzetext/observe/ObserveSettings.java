package org.analyzetext.observe;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What people and machines may see of the application, and where.
 *
 * @param host the address that health and metrics are served at
 * @param port their port; none to serve nothing
 * @param lastScrape how long an application that ends by itself waits at most for metrics to be read once more
 * @param backlog documents that may wait before the application calls itself not ready; 0 for any number
 */
public record ObserveSettings(String host, OptionalInt port, Duration lastScrape, int backlog) {}
