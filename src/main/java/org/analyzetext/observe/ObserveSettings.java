package org.analyzetext.observe;

import java.time.Duration;
import java.util.OptionalInt;
import org.analyzetext.config.PropertyReader;

/**
 * What people and machines may see of the application, and where.
 *
 * @param host the address that health and metrics are served at
 * @param port their port; none to serve nothing
 * @param lastScrape how long an application that ends on its own waits at most for metrics to be read once more
 * @param backlog documents that may wait before the application calls itself not ready; 0 for any number
 */
public record ObserveSettings(String host, OptionalInt port, Duration lastScrape, int backlog) {
    /** Reads {@code observe.*}. */
    public static ObserveSettings read(PropertyReader in) {
        OptionalInt port = in.text("observe.port").isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(in.number("observe.port", 0, 65_535));
        return new ObserveSettings(
                in.required("observe.host", "the address that health and metrics are served at"),
                port,
                in.duration("observe.last-scrape"),
                in.number("observe.backlog", 0, Integer.MAX_VALUE));
    }
}
