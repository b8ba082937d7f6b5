package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An error as the service describes it.
 *
 * @param code its code, such as {@code InvalidArgument}
 * @param message its message
 * @param innerCode the more precise code inside, such as {@code InvalidDocument}
 */
public record ServiceError(
        String code, String message, @Nullable String innerCode) {
    private static final Set<String> PASSING = Set.of(
            "InternalServerError",
            "ServiceUnavailable",
            "ServiceTemporarilyUnavailable",
            "Timeout",
            "TooManyRequests",
            "408",
            "429",
            "500",
            "502",
            "503",
            "504");

    /** Reads {@code {code, message, innererror?}}; the inner error's spelling varies, and it may have an inner one. */
    public static ServiceError of(JsonNode error) {
        JsonNode inner = inner(error);
        String innerCode = null;
        String message = error.path("message").asText("");
        while (inner.isObject()) {
            innerCode = inner.path("code").asText(innerCode);
            String innerMessage = inner.path("message").asText("");
            if (!innerMessage.isBlank() && !message.contains(innerMessage)) {
                message = message.isBlank() ? innerMessage : message + " " + innerMessage;
            }
            inner = inner(inner);
        }
        return new ServiceError(error.path("code").asText("Unknown"), message, innerCode);
    }

    /** The error inside, however it is spelled; missing where there is none. */
    static JsonNode inner(JsonNode error) {
        JsonNode inner = error.path("innererror");
        return inner.isMissingNode() ? error.path("innerError") : inner;
    }

    /** The most precise code. */
    public String bestCode() {
        return innerCode == null ? code : innerCode;
    }

    /** Whether sending the same document again can help. */
    public boolean passing() {
        return PASSING.contains(code) || (innerCode != null && PASSING.contains(innerCode));
    }
}
