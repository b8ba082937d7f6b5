package org.analyzetext.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.analyzetext.document.Excerpt;
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
    private static final String UNKNOWN = "Unknown";
    private static final int LONGEST_CODE = 100;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final Set<String> PASSING = Set.of(
            // An error that says nothing blames no document.
            UNKNOWN,
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

    /** Keeps a line's worth of each: it stands in logs and, for each document and try, in dead letters. */
    public ServiceError {
        code = Excerpt.of(code, LONGEST_CODE);
        message = Excerpt.of(message, LONGEST_MESSAGE);
        innerCode = innerCode == null ? null : Excerpt.of(innerCode, LONGEST_CODE);
    }

    /** Reads {@code {code, message, innererror?}}; the inner error's spelling varies, and it may have an inner one. */
    public static ServiceError of(JsonNode error) {
        JsonNode inner = inner(error);
        String innerCode = null;
        String message = error.path("message").asText("");
        while (inner.isObject()) {
            String code = said(inner.path("code"), "");
            innerCode = code.isEmpty() ? innerCode : code;
            String innerMessage = inner.path("message").asText("");
            if (!innerMessage.isBlank() && !message.contains(innerMessage)) {
                message = message.isBlank() ? innerMessage : message + " " + innerMessage;
            }
            inner = inner(inner);
        }
        String words = message.isBlank() ? "the service gave no message" : message;
        return new ServiceError(said(error.path("code"), UNKNOWN), words, innerCode);
    }

    private static String said(JsonNode code, String otherwise) {
        return code.isTextual() || code.isNumber() ? code.asText() : otherwise;
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
