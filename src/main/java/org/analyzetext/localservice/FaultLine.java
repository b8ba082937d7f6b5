package org.analyzetext.localservice;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a fault as a line: {@code kind[=value] name=value ...}; values with spaces stand in double quotes. */
final class FaultLine {
    private static final Pattern WORD = Pattern.compile("([a-z0-9-]+)(?:=(\"[^\"]*\"|\\S*))?(?:\\s+|$)");
    private static final Set<String> NAMES = Set.of("at", "share", "skip", "count", "content", "time", "retry-after");

    private FaultLine() {}

    static Fault parse(String line) {
        try {
            return parseWords(line.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("fault '" + line.strip() + "': " + e.getMessage(), e);
        }
    }

    private static Fault parseWords(String line) {
        Matcher matcher = WORD.matcher(line);
        if (!matcher.lookingAt()) {
            throw new IllegalArgumentException("write it as kind=value name=value ...");
        }
        String word = matcher.group(1);
        FaultKind kind =
                FaultKind.of(word).orElseThrow(() -> new IllegalArgumentException("there is no kind '" + word + "'"));
        String value = unquoted(matcher.group(2));
        Map<String, String> options = options(line, matcher.end());
        return new Fault(
                kind,
                value,
                Optional.ofNullable(options.get("at")).map(FaultLine::moment).orElse(null),
                Double.parseDouble(options.getOrDefault("share", "1")),
                Long.parseLong(options.getOrDefault("skip", "0")),
                Long.parseLong(options.getOrDefault("count", Long.toString(Long.MAX_VALUE))),
                options.get("content"),
                Optional.ofNullable(options.get("time"))
                        .map(DurationText::duration)
                        .orElse(Fault.USUAL_TIME),
                retryAfter(value, options.get("retry-after")));
    }

    private static Map<String, String> options(String line, int start) {
        Map<String, String> options = new HashMap<>();
        Matcher matcher = WORD.matcher(line);
        int position = start;
        while (position < line.length()) {
            matcher.region(position, line.length());
            if (!matcher.lookingAt() || !NAMES.contains(matcher.group(1))) {
                throw new IllegalArgumentException("'" + line.substring(position) + "' is not one of " + NAMES);
            }
            options.put(matcher.group(1), unquoted(matcher.group(2)));
            position = matcher.end();
        }
        return options;
    }

    /** 429 names a second by default; every status does when asked to, 429 does not with {@code none}. */
    private static @Nullable Duration retryAfter(String status, @Nullable String asked) {
        if (asked == null) {
            return status.equals("429") ? Duration.ofSeconds(1) : null;
        }
        return asked.equals("none") ? null : DurationText.duration(asked);
    }

    private static Moment moment(String word) {
        for (Moment moment : Moment.values()) {
            if (FaultKind.word(moment).equals(word)) {
                return moment;
            }
        }
        throw new IllegalArgumentException("there is no moment '" + word + "'");
    }

    private static String unquoted(@Nullable String value) {
        if (value == null) {
            return "";
        }
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
