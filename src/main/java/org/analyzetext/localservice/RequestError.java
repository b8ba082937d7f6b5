package org.analyzetext.localservice;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer of the service that is an error: status, and the body's code, message and inner error. */
final class RequestError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final ErrorBody body;
    private final transient Map<String, String> headers;

    /**
     * An error's body; {@code innerSpelling} is the field's name, which some 500s spell differently; {@code targets} are
     * the documents that the details name, with the inner code and message.
     */
    record ErrorBody(
            String code,
            String message,
            @Nullable String target,
            @Nullable String innerCode,
            @Nullable String innerMessage,
            String innerSpelling,
            List<String> targets)
            implements java.io.Serializable {
        ErrorBody(
                String code,
                String message,
                @Nullable String target,
                @Nullable String innerCode,
                @Nullable String innerMessage,
                String innerSpelling) {
            this(code, message, target, innerCode, innerMessage, innerSpelling, List.of());
        }
    }

    RequestError(int status, ErrorBody body, Map<String, String> headers) {
        super(status + " " + body.code() + ": " + body.message(), null, false, false);
        this.status = status;
        this.body = body;
        this.headers = Map.copyOf(headers);
    }

    RequestError(int status, String code, String message) {
        this(status, new ErrorBody(code, message, null, null, null, "innererror"), Map.of());
    }

    /** 400, the body is not what it should be. */
    static RequestError invalidRequest(String innerCode, String innerMessage) {
        return refused("InvalidRequest", "Invalid Request.", innerCode, innerMessage, null);
    }

    /** 400, a document makes the whole request unusable. */
    static RequestError invalidDocument(String innerCode, String innerMessage) {
        return refused("InvalidRequest", "Invalid Document in request.", innerCode, innerMessage, null);
    }

    /** 413, the documents are too long together. */
    static RequestError tooLarge(int maxCharacters) {
        return new RequestError(
                413,
                new ErrorBody(
                        "InvalidRequest",
                        "Invalid Document in request.",
                        null,
                        "InvalidDocumentBatch",
                        "Request Payload sent is too large to be processed. Limit request size to: " + maxCharacters,
                        "innererror"),
                Map.of());
    }

    /** 400, a task's parameter is wrong; the service does not say which. */
    static RequestError invalidParameter() {
        return new RequestError(400, "InvalidRequest", "Invalid Request.");
    }

    /** 400, two tasks of a kind have one name. */
    static RequestError duplicateTask(String name) {
        return refused(
                "InvalidRequest",
                "InvalidTask in AnalyzeInput",
                "InvalidRequestBodyFormat",
                "Duplicate task name '" + name + "'.",
                null);
    }

    /** 400, a value is not allowed. */
    static RequestError invalidArgument(String innerCode, String innerMessage, @Nullable String target) {
        return refused("InvalidArgument", "Invalid argument in request.", innerCode, innerMessage, target);
    }

    private static RequestError refused(
            String code, String message, String innerCode, String innerMessage, @Nullable String target) {
        return new RequestError(
                400, new ErrorBody(code, message, target, innerCode, innerMessage, "innererror"), Map.of());
    }

    int status() {
        return status;
    }

    ErrorBody body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }
}
