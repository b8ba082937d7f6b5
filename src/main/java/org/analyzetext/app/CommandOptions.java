package org.analyzetext.app;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.analyzetext.account.Window;
import org.analyzetext.error.AnalyzeTextException;
import org.jspecify.annotations.Nullable;

/**
 * What stands on the command line of {@code account} and {@code replay}.
 *
 * @param flags the options without a value that are there, such as {@code --json}
 * @param codes the values of {@code --code}
 * @param window from {@code --from} to {@code --to}
 * @param files what is no option
 */
record CommandOptions(Set<String> flags, Set<String> codes, Window window, List<String> files) {
    /**
     * Reads a command line.
     *
     * @param known the options that the command knows
     * @throws AnalyzeTextException for one that it does not know, and for a value that is none
     */
    static CommandOptions read(String[] args, Set<String> known) {
        Set<String> flags = new LinkedHashSet<>();
        Set<String> codes = new LinkedHashSet<>();
        List<String> files = new ArrayList<>();
        Instant from = null;
        Instant to = null;
        Iterator<String> rest = Arrays.asList(args).iterator();
        while (rest.hasNext()) {
            String each = rest.next();
            if (!each.startsWith("--")) {
                files.add(each);
                continue;
            }
            if (!known.contains(each)) {
                throw new AnalyzeTextException("'" + each + "' is no option of this command; it knows "
                        + String.join(", ", known.stream().sorted().toList()));
            }
            switch (each) {
                case "--from" -> from = time(each, value(each, rest));
                case "--to" -> to = time(each, value(each, rest));
                case "--code" -> codes.add(value(each, rest));
                default -> flags.add(each);
            }
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new AnalyzeTextException("--from is " + from + ", but must be before --to, which is " + to);
        }
        return new CommandOptions(flags, codes, new Window(from, to), files);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new AnalyzeTextException(option + " needs a value behind it");
        }
        return rest.next();
    }

    private static Instant time(String option, String value) {
        Instant time = value.contains("T")
                ? parsed(() -> OffsetDateTime.parse(value).toInstant())
                : parsed(() -> LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC));
        if (time == null) {
            throw new AnalyzeTextException(option + " is '" + value
                    + "', but must be a time such as 2026-11-23T08:00:00Z, or a day such as 2026-11-23 (in UTC)");
        }
        return time;
    }

    private static @Nullable Instant parsed(java.util.function.Supplier<Instant> parse) {
        try {
            return parse.get();
        } catch (DateTimeParseException noTime) {
            return null;
        }
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }
}
