package org.analyzetext.localservice;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations and their distributions as people write them. */
final class DurationText {
    private static final Pattern SHORT = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)%\\s+(.*)");

    private DurationText() {}

    static Duration duration(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            double unit =
                    switch (matcher.group(2)) {
                        case "ms" -> 1e6;
                        case "s" -> 1e9;
                        case "m" -> 60e9;
                        default -> 3600e9;
                    };
            return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unit));
        }
        try {
            Duration parsed = Duration.parse(text);
            if (!parsed.isNegative()) {
                return parsed;
            }
        } catch (DateTimeParseException e) {
            // Said below, in the words of this project.
        }
        throw new IllegalArgumentException("'" + text + "' is not a duration; write 250ms, 2s, 5m, 1h or PT2S");
    }

    static DurationDistribution distribution(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length == 1 && !PART.matcher(text.strip()).matches()) {
            return simple(text.strip());
        }
        List<DurationDistribution.Weighted> weighted = new ArrayList<>();
        for (String part : parts) {
            Matcher matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "'" + part.strip() + "' is not a part of a mixture; write 95% log-normal 6s 30s | 5% 2m");
            }
            weighted.add(new DurationDistribution.Weighted(
                    Double.parseDouble(matcher.group(1)),
                    simple(matcher.group(2).strip())));
        }
        return DurationDistribution.mixture(weighted);
    }

    private static DurationDistribution simple(String text) {
        String[] words = text.split("\\s+", -1);
        String shape = words[0].toLowerCase(Locale.ROOT);
        if (words.length == 1) {
            return DurationDistribution.fixed(duration(shape));
        }
        if (words.length == 2 && shape.equals("fixed")) {
            return DurationDistribution.fixed(duration(words[1]));
        }
        if (words.length == 3) {
            Duration first = duration(words[1]);
            Duration second = duration(words[2]);
            Optional<DurationDistribution> found = pair(shape, first, second);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a distribution; write 2s, uniform 1s 5s, "
                + "log-normal 6s 30s, per-document 1s 200ms, or a mixture 95% 2s | 5% 1m");
    }

    private static Optional<DurationDistribution> pair(String shape, Duration first, Duration second) {
        return Optional.ofNullable(
                switch (shape) {
                    case "uniform" -> DurationDistribution.uniform(first, second);
                    case "log-normal" -> DurationDistribution.logNormal(first, second);
                    case "per-document" -> DurationDistribution.perDocument(first, second);
                    default -> null;
                });
    }
}
