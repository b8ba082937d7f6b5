package org.analyzetext.localservice;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** An answer's body, sent as the answer says: whole, slowly, in half, with a moment in between. */
final class OutgoingBody extends AbstractHttpEntity {
    private final Response answer;
    private final Call call;
    private final CountDownLatch closing;

    OutgoingBody(Response answer, Call call, CountDownLatch closing) {
        super((String) null, null);
        this.answer = answer;
        this.call = call;
        this.closing = closing;
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(answer.body());
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public long getContentLength() {
        return answer.body().length;
    }

    @Override
    public void close() {}

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] body = answer.body();
        int half = body.length / 2;
        if (answer.delivery().broken()) {
            out.write(body, 0, half);
            return;
        }
        int pieces = answer.delivery().pieces();
        if (answer.during() != null && call.isWatched(answer.during())) {
            out.write(body, 0, half);
            out.flush();
            call.at(answer.during());
            out.write(body, half, body.length - half);
        } else if (pieces > 1) {
            int size = Math.max(1, body.length / pieces);
            for (int start = 0; start < body.length; start += size) {
                out.write(body, start, Math.min(size, body.length - start));
                out.flush();
                pause(answer.delivery().time().toMillis() / pieces);
            }
        } else {
            out.write(body);
        }
    }

    private void pause(long millis) throws InterruptedIOException {
        try {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                throw new InterruptedIOException("the service closes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
