package org.analyzetext.localservice;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Makes the errors that faults of kind {@code status} answer with. */
final class StatusFault {
    private StatusFault() {}

    static RequestError error(Fault fault, Operation operation, String version) {
        Map<String, String> headers = new HashMap<>();
        Duration retryAfter = fault.retryAfter();
        long seconds = retryAfter == null ? 0 : retryAfter.toSeconds();
        if (retryAfter != null) {
            headers.put("Retry-After", Long.toString(seconds));
        }
        int status = Integer.parseInt(fault.value());
        return new RequestError(status, body(status, operation, version, seconds), headers);
    }

    private static RequestError.ErrorBody body(int status, Operation operation, String version, long seconds) {
        return switch (status) {
            case 429 -> Quotas.tooManyBody(operation, version, seconds);
            // The one that spells its inner error differently.
            case 500 ->
                new RequestError.ErrorBody(
                        "InternalServerError",
                        "Internal Server Error.",
                        null,
                        "InternalServerError",
                        "An unexpected error happened.",
                        "innerError");
            case 503 -> plain("ServiceUnavailable", "The service is temporarily unavailable.");
            case 408 -> plain("Timeout", "The operation was timed out.");
            default -> plain(Integer.toString(status), "The local service is configured to answer " + status + ".");
        };
    }

    private static RequestError.ErrorBody plain(String code, String message) {
        return new RequestError.ErrorBody(code, message, null, null, null, "innererror");
    }
}
