package org.analyzetext.app;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.analyzetext.account.Window;
import org.analyzetext.error.AnalyzeTextException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options {@code --from} and {@code --to}. */
final class TimeWindow {
    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = Time.class,
            description = "The first moment that counts: 2026-11-23T08:00:00Z, or a day (UTC).")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = Time.class,
            description = "The first moment that does not count any more.")
    private @Nullable Instant to;

    Window window() {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new AnalyzeTextException("--from is " + from + ", but must be before --to, which is " + to);
        }
        return new Window(from, to);
    }

    /** Reads a moment with its offset, or a day in UTC. */
    static final class Time implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String value) {
            try {
                return value.contains("T")
                        ? OffsetDateTime.parse(value).toInstant()
                        : LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC);
            } catch (java.time.format.DateTimeParseException noTime) {
                throw new TypeConversionException("'" + value
                        + "' must be a time such as 2026-11-23T08:00:00Z, or a day such as 2026-11-23 (in UTC)");
            }
        }
    }
}
