package org.analyzetext.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Reads an answer whole, and gives it up when it is longer than any honest one (after decompression) or is not whole in
 * time: the socket's own time-out starts anew with each byte, and there is none for sending.
 */
final class BoundedAnswer implements ExecChainHandler {
    private final Duration time;
    private final int maxBytes;

    /**
     * Gives an answer up that breaks a bound.
     *
     * @param time from the call to the last byte of its answer
     * @param maxBytes of the body
     */
    BoundedAnswer(Duration time, int maxBytes) {
        this.time = time;
        this.maxBytes = maxBytes;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the step at the end of the time is all that it is for
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        CompletableFuture<Void> whole = new CompletableFuture<Void>().orTimeout(time.toMillis(), TimeUnit.MILLISECONDS);
        whole.whenComplete((inTime, tooLate) -> {
            if (tooLate != null) {
                // Closes the connection under the thread that waits for it.
                scope.execRuntime.discardEndpoint();
            }
        });
        try {
            return read(chain.proceed(request, scope), scope);
        } catch (IOException | HttpException | RuntimeException failure) {
            scope.execRuntime.discardEndpoint();
            if (whole.isCompletedExceptionally()) {
                throw new SocketTimeoutException("the answer was not whole after " + time.toMillis() + " ms");
            }
            throw failure;
        } finally {
            whole.complete(null);
        }
    }

    private ClassicHttpResponse read(ClassicHttpResponse response, ExecChain.Scope scope) throws IOException {
        // What the service says of its body's form is not acted upon: it is read as JSON or not at all.
        response.removeHeaders(HttpHeaders.CONTENT_TYPE);
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return response;
        }
        byte[] body;
        try (InputStream in = entity.getContent()) {
            body = in.readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                // Before the stream is closed, which would read on to its end.
                scope.execRuntime.discardEndpoint();
                throw new IOException("the answer is longer than " + maxBytes + " bytes and was not read further");
            }
        } catch (IOException unreadable) {
            if (response.getCode() != HttpStatus.SC_ACCEPTED) {
                throw unreadable;
            }
            // The job was taken: its address stands in the head, and nothing in the body.
            scope.execRuntime.discardEndpoint();
            body = new byte[0];
        }
        response.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return response;
    }
}
