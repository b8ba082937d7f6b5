package org.analyzetext.localservice;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is sent back, and how. Immutable, as long as the body is not written to. */
final class Response {
    static final String JSON = "application/json; charset=utf-8";

    /**
     * How a body is sent.
     *
     * @param pieces in how many pieces
     * @param time over how long a time
     * @param broken whether only its first half is sent
     */
    record Delivery(int pieces, Duration time, boolean broken) {
        static final Delivery WHOLE = new Delivery(1, Duration.ZERO, false);
        static final Delivery BROKEN = new Delivery(1, Duration.ZERO, true);

        static Delivery slow(Duration time) {
            return new Delivery(20, time, false);
        }
    }

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Delivery delivery;
    private final @Nullable Moment during;
    private final @Nullable Moment after;

    private Response(
            int status,
            Map<String, String> headers,
            byte[] body,
            Delivery delivery,
            @Nullable Moment during,
            @Nullable Moment after) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.delivery = delivery;
        this.during = during;
        this.after = after;
    }

    static Response of(int status, Map<String, String> headers, byte[] body) {
        return new Response(status, headers, body, Delivery.WHOLE, null, null);
    }

    static Response json(int status, byte[] body) {
        return of(status, Map.of("Content-Type", JSON), body);
    }

    static Response text(int status, String body) {
        return of(status, Map.of("Content-Type", "text/plain; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
    }

    Response withDelivery(Delivery other) {
        return new Response(status, headers, body, other, during, after);
    }

    Response withMoments(@Nullable Moment whenBegun, @Nullable Moment whenSent) {
        return new Response(status, headers, body, delivery, whenBegun, whenSent);
    }

    Response withBody(String contentType, byte[] other) {
        return new Response(status, Map.of("Content-Type", contentType), other, delivery, during, after);
    }

    Response withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body, delivery, during, after);
    }

    int status() {
        return status;
    }

    /** The headers beside {@code Content-Length}. */
    Map<String, String> headers() {
        return headers;
    }

    /** The body; empty for none. */
    byte[] body() {
        return body;
    }

    Delivery delivery() {
        return delivery;
    }

    /** The moment after the body's first bytes were sent. */
    @Nullable
    Moment during() {
        return during;
    }

    /** The moment after all was sent. */
    @Nullable
    Moment after() {
        return after;
    }
}
