package org.analyzetext.observe;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.analyzetext.config.PropertyReader;

/**
 * What people and machines may see of the application, and where.
 *
 * @param host the address that live page, health and metrics are served at
 * @param port their port; none to serve nothing
 * @param names names under which they may be asked, beside addresses and {@code localhost}
 * @param ids whether the live page shows the ids and positions of dead letters
 * @param lastScrape how long an application that ends on its own waits at most for metrics to be read once more
 * @param backlog documents that may wait before the application calls itself not ready; 0 for any number
 */
public record ObserveSettings(
        String host, OptionalInt port, List<String> names, boolean ids, Duration lastScrape, int backlog) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    public ObserveSettings {
        names = List.copyOf(names);
    }

    /** Reads {@code observe.*}. */
    public static ObserveSettings read(PropertyReader in) {
        OptionalInt port = in.text("observe.port").isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(in.number("observe.port", 0, 65_535));
        for (String name : in.names("observe.names")) {
            if (!NAME.matcher(name).matches()) {
                in.mistake(
                        "observe.names", "has '" + name + "', which is no name of a host: leave out scheme and port");
            }
        }
        return new ObserveSettings(
                in.required("observe.host", "the address that live page, health and metrics are served at"),
                port,
                in.names("observe.names"),
                in.flag("observe.ids"),
                in.duration("observe.last-scrape"),
                in.number("observe.backlog", 0, Integer.MAX_VALUE));
    }
}
