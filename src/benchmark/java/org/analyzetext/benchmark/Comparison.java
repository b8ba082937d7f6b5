package org.analyzetext.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A ratio of a run beside that of an earlier run on the same machine. Ratios alone are compared: they hold on a noisy
 * machine, other figures do not.
 *
 * @param what the part, the client and the ratio
 * @param before its value in the earlier run
 * @param now its value
 * @param largerIsBetter whether a larger value is better
 */
record Comparison(String what, double before, double now, boolean largerIsBetter) {
    /** Less is noise. */
    private static final double WORSE = 1.1;

    /** The ratios, and whether a larger one is better. */
    private static final Map<String, Boolean> RATIOS = Map.of("ofBound", true, "ratio", true, "cpuRatio", false);

    /** All ratios that both runs have. */
    static List<Comparison> of(JsonNode before, JsonNode now) {
        List<Comparison> all = new ArrayList<>();
        now.properties().forEach(part -> part.getValue()
                .path("rows")
                .forEach(row -> before.path(part.getKey()).path("rows").forEach(earlier -> {
                    String client = row.path("contender").asText();
                    if (earlier.path("contender").asText().equals(client)) {
                        ratios(part.getKey() + ", " + client, earlier, row, all);
                    }
                })));
        return all;
    }

    private static void ratios(String row, JsonNode before, JsonNode now, List<Comparison> all) {
        RATIOS.forEach((name, largerIsBetter) -> {
            if (before.path(name).isNumber() && now.path(name).isNumber()) {
                all.add(new Comparison(
                        row + ", " + name,
                        before.path(name).asDouble(),
                        now.path(name).asDouble(),
                        largerIsBetter));
            }
        });
    }

    boolean isWorse() {
        return largerIsBetter ? now * WORSE < before : now > before * WORSE;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s %s: %.2f before, %.2f now", isWorse() ? "WORSE" : "ok", what, before, now);
    }
}
