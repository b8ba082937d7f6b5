package org.analyzetext.benchmark;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What was measured of one thing: names and values, in order. */
final class Measured {
    private final Map<String, Object> values = new LinkedHashMap<>();

    Measured put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    Map<String, Object> values() {
        return values;
    }

    double number(String name) {
        return ((Number) values.get(name)).doubleValue();
    }

    /** The value as a cell: shares as percentages, numbers with as many places as they need. */
    String cell(String name) {
        Object value = values.get(name);
        if (value == null) {
            return "-";
        }
        if (name.startsWith("of") || name.endsWith("Share")) {
            return String.format(Locale.ROOT, "%.1f %%", 100 * number(name));
        }
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, Math.abs(number) < 100 ? "%.2f" : "%.0f", number);
        }
        return value.toString();
    }
}
