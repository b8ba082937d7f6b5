package org.analyzetext.edge;

import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * A folder or a topic between routes.
 *
 * @param name what people find it by
 * @param description what lies there
 * @param writtenBy a route writes there if it calls one of these: {@code bean.method}, or the URI of an endpoint
 * @param readBy a route reads there if it calls one of these, or if the URI that it consumes from contains one
 * @param unit what is counted there, such as {@code jobs}
 * @param waiting how many of them wait; NaN when that is not known
 */
public record Place(
        String name,
        String description,
        List<String> writtenBy,
        List<String> readBy,
        String unit,
        DoubleSupplier waiting) {
    public Place {
        writtenBy = List.copyOf(writtenBy);
        readBy = List.copyOf(readBy);
    }

    /** Where it is not known how many wait. */
    public static double unknown() {
        return Double.NaN;
    }
}
