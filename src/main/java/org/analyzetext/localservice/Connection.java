package org.analyzetext.localservice;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** A client's connection: reads its requests one after another and sends the answers as they are to be sent. */
final class Connection implements Runnable {
    /** What a client may send beyond the limit and still be answered. */
    private static final long DRAINED = 64L << 20;

    private final DefaultBHttpServerConnection http;
    private final Service service;
    private final CountDownLatch closing;

    /** What answers requests. */
    interface Service {
        Call call(Request request, Call.Body body);

        Response answer(Call call) throws IOException, InterruptedException;

        /** Counts an answer that is about to leave, or {@link Counters#NO_ANSWER}. */
        void count(Call call, int status);
    }

    Connection(DefaultBHttpServerConnection http, Service service, CountDownLatch closing) {
        this.http = http;
        this.service = service;
        this.closing = closing;
    }

    @Override
    public void run() {
        try (http) {
            while (serveOne()) {
                // One after another.
            }
        } catch (IOException | HttpException e) {
            // The client went away, or spoke no HTTP: nobody is left to answer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean serveOne() throws IOException, HttpException, InterruptedException {
        ClassicHttpRequest head = http.receiveRequestHeader();
        if (head == null) {
            return false;
        }
        IncomingBody body = new IncomingBody(http, head);
        Call call = service.call(request(head), body);
        if (isAmbiguous(head)) {
            service.count(call, 400);
            send(call, Response.text(400, "Where the body ends can be understood in two ways.\n"), false);
            return false;
        }
        try {
            Response answer = service.answer(call);
            service.count(call, answer.status());
            boolean keep = body.isConsumed() && !asksToClose(head);
            send(call, answer, keep);
            return keep && !answer.delivery().broken();
        } catch (Broken e) {
            breakOff(call, e);
            return false;
        }
    }

    private void breakOff(Call call, Broken how) throws InterruptedException {
        if (!how.answered()) {
            service.count(call, Counters.NO_ANSWER);
        }
        if (how.silence().isZero()) {
            http.close(CloseMode.IMMEDIATE);
        } else {
            closing.await(how.silence().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void send(Call call, Response answer, boolean keep) throws IOException, HttpException {
        try {
            ClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
            answer.headers().forEach(response::addHeader);
            response.addHeader("Content-Length", answer.body().length);
            if (!keep) {
                response.addHeader("Connection", "close");
            }
            response.setEntity(new OutgoingBody(answer, call, closing));
            http.sendResponseHeader(response);
            http.sendResponseEntity(response);
            http.flush();
            if (answer.after() != null) {
                call.at(answer.after());
            }
        } catch (Broken e) {
            throw e.afterAnswer();
        }
    }

    /** A proxy between the client and us could see other requests than we do. */
    private static boolean isAmbiguous(ClassicHttpRequest head) {
        int lengths = head.countHeaders("Content-Length");
        int encodings = head.countHeaders("Transfer-Encoding");
        return lengths + encodings > 1
                || (encodings == 1
                        && !head.getFirstHeader("Transfer-Encoding").getValue().equalsIgnoreCase("chunked"));
    }

    private static boolean asksToClose(ClassicHttpRequest head) {
        Header connection = head.getFirstHeader("Connection");
        String wish = connection == null ? "" : connection.getValue().toLowerCase(Locale.ROOT);
        return HttpVersion.HTTP_1_0.equals(head.getVersion()) ? !wish.contains("keep-alive") : wish.contains("close");
    }

    private static Request request(ClassicHttpRequest head) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : head.getHeaders()) {
            headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue() == null ? "" : header.getValue());
        }
        // Of a path that starts with two slashes the parser takes the first part for a host.
        boolean doubled = head.getAuthority() != null
                && JobPath.FIRST_PART.equals(head.getAuthority().getHostName());
        String target = doubled ? "/" + JobPath.FIRST_PART + head.getPath() : head.getPath();
        return Request.of(head.getMethod(), target, headers);
    }

    /** A request's body, read when it is asked for. */
    private static final class IncomingBody implements Call.Body {
        private final DefaultBHttpServerConnection http;
        private final ClassicHttpRequest head;
        private boolean consumed;

        IncomingBody(DefaultBHttpServerConnection http, ClassicHttpRequest head) {
            this.http = http;
            this.head = head;
            this.consumed = !hasBody(head);
        }

        boolean isConsumed() {
            return consumed;
        }

        @Override
        public byte[] read(int maxBytes) throws IOException {
            if (!hasBody(head)) {
                return new byte[0];
            }
            try {
                if (head.containsHeader("Expect")) {
                    http.sendResponseHeader(new BasicClassicHttpResponse(100));
                    http.flush();
                }
                http.receiveRequestEntity(head);
            } catch (HttpException e) {
                throw new IOException(e);
            }
            @Nullable HttpEntity entity = head.getEntity();
            if (entity == null) {
                return new byte[0];
            }
            try (InputStream in = entity.getContent()) {
                byte[] bytes = in.readNBytes(maxBytes);
                long more = in.skip(DRAINED);
                consumed = in.read() < 0;
                if (more > 0) {
                    throw new RequestError(413, "413", "The request body is larger than " + maxBytes + " bytes.");
                }
                return bytes;
            }
        }

        private static boolean hasBody(ClassicHttpRequest head) {
            Header length = head.getFirstHeader("Content-Length");
            return head.containsHeader("Transfer-Encoding")
                    || (length != null && !length.getValue().strip().equals("0"));
        }
    }
}
