package org.analyzetext.live;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Numbers and times as people read them. */
final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /** In UTC, as logs have it. */
    static String time(Instant time) {
        return TIME.format(time) + " UTC";
    }

    /** In two units at most; a dash for what is not known. */
    static String duration(@Nullable Duration duration) {
        if (duration == null) {
            return "–";
        }
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min" + (seconds < 600 ? " " + seconds % 60 + " s" : "");
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds / 3_600 % 24 + " h";
    }

    /** A dash for what is not known. */
    static String rate(OptionalDouble rate) {
        if (rate.isEmpty()) {
            return "–";
        }
        return String.format(
                Locale.ROOT, rate.getAsDouble() < 10 && rate.getAsDouble() > 0 ? "%.1f" : "%,.0f", rate.getAsDouble());
    }

    /** With the unit in its number; empty for what is not known. */
    static String count(double count, String unit) {
        if (Double.isNaN(count)) {
            return "";
        }
        long whole = Math.max(0, Math.round(count));
        String one = unit.endsWith("ches")
                ? unit.substring(0, unit.length() - 2)
                : unit.substring(0, Math.max(0, unit.length() - 1));
        return String.format(Locale.ROOT, "%,d %s", whole, whole == 1 ? one : unit);
    }
}
