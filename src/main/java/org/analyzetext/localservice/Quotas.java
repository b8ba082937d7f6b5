package org.analyzetext.localservice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The service's quota: one for all operations or one for each, or none; says when to come back to those that it turns away. */
final class Quotas {
    /** Two digits for the day, which Java's own format does not always give. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final Map<Operation, RateLimit> quotas = new EnumMap<>(Operation.class);
    private final Clock clock;
    private final boolean retryAfterAsDate;

    Quotas(LocalServiceSettings settings) {
        clock = settings.clock();
        retryAfterAsDate = settings.retryAfterAsDate();
        if (settings.requestsPerMinute() > 0) {
            RateLimit shared = new RateLimit(settings.requestsPerMinute());
            for (Operation operation : Operation.values()) {
                quotas.put(
                        operation, settings.quotaPerOperation() ? new RateLimit(settings.requestsPerMinute()) : shared);
            }
        }
    }

    /** Refuses with 429 when the minute is full. */
    void take(Operation operation, String version) {
        RateLimit quota = quotas.get(operation);
        if (quota != null) {
            Instant now = clock.instant();
            quota.take(now).ifPresent(wait -> {
                throw tooMany(operation, version, wait);
            });
        }
    }

    private RequestError tooMany(Operation operation, String version, Duration wait) {
        long seconds = wait.plusNanos(999_999_999).toSeconds();
        return new RequestError(
                429, tooManyBody(operation, version, seconds), Map.of("Retry-After", retryAfter(seconds)));
    }

    static RequestError.ErrorBody tooManyBody(Operation operation, String version, long seconds) {
        return new RequestError.ErrorBody(
                "429",
                "Requests to the Analyze Text " + operation.spokenName() + " Operation under Language API (" + version
                        + ") have exceeded rate limit of your current Language S pricing tier. Please retry after "
                        + seconds + " seconds.",
                null,
                null,
                null,
                "innererror");
    }

    private String retryAfter(long seconds) {
        if (!retryAfterAsDate) {
            return Long.toString(seconds);
        }
        // A date has no parts of a second, so the one after is the first that is not too early.
        Instant at = clock.instant().plusSeconds(seconds).plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        return HTTP_DATE.format(at.atOffset(ZoneOffset.UTC));
    }
}
