package org.analyzetext.localservice;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The way of every request: let in or not, counted against the quota, passed to its operation. */
final class Gateway {
    private static final String BEARER = "Bearer ";

    private final List<String> keys;
    private final List<String> tokens;
    private final int maxBytes;
    private final Quotas quotas;
    private final SubmitOperation submit;
    private final StateOperation state;
    private final CancelOperation cancel;

    Gateway(
            LocalServiceSettings settings,
            Quotas quotas,
            SubmitOperation submit,
            StateOperation state,
            CancelOperation cancel) {
        this.keys = settings.keys();
        this.tokens = settings.tokens();
        this.maxBytes = settings.maxBytes();
        this.quotas = quotas;
        this.submit = submit;
        this.state = state;
        this.cancel = cancel;
    }

    /** Answers, with an error where that is the answer; throws {@link Broken} where there is to be none. */
    Response answer(Call call, String endpoint) throws IOException, InterruptedException {
        try {
            if (call.operation() == Operation.SUBMIT) {
                call.at(Moment.BEFORE_POST_READ);
            }
            byte[] body = call.body(maxBytes);
            Optional<String> version = call.request().parameter("api-version");
            letIn(call.request());
            quotas.take(call.operation(), version.orElse(""));
            return answer(call, body, version, endpoint);
        } catch (RequestError e) {
            return ErrorResponse.of(e);
        }
    }

    private Response answer(Call call, byte[] body, Optional<String> version, String endpoint)
            throws InterruptedException {
        return switch (call.operation()) {
            case SUBMIT -> submit.answer(call, body, ApiVersion.of(version.orElse(null)), endpoint);
            case STATE -> state.answer(call, ApiVersion.of(version.orElse(null)), endpoint);
            case CANCEL -> cancel.answer(call, ApiVersion.of(version.orElse(null)), endpoint);
            case UNKNOWN -> throw new RequestError(404, "404", "Resource not found");
        };
    }

    private void letIn(Request request) {
        boolean byKey = request.header("ocp-apim-subscription-key")
                .filter(keys::contains)
                .isPresent();
        boolean byToken = request.header("authorization")
                .filter(value -> value.startsWith(BEARER) && tokens.contains(value.substring(BEARER.length())))
                .isPresent();
        if (!byKey && !byToken) {
            throw new RequestError(
                    401,
                    "401",
                    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid"
                            + " key for an active subscription and use a correct regional API endpoint for your"
                            + " resource.");
        }
    }
}
