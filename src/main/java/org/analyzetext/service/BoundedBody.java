package org.analyzetext.service;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** Stops reading an answer that is longer than any honest one, after decompression. */
final class BoundedBody implements ExecChainHandler {
    private final long maxBytes;

    BoundedBody(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            response.setEntity(new HttpEntityWrapper(entity) {
                @Override
                public InputStream getContent() throws IOException {
                    return new BoundedStream(super.getContent(), maxBytes);
                }
            });
        }
        return response;
    }

    private static final class BoundedStream extends FilterInputStream {
        private final long maxBytes;
        private long left;

        BoundedStream(InputStream in, long maxBytes) {
            super(in);
            this.maxBytes = maxBytes;
            this.left = maxBytes;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            return value < 0 ? value : counted(1, value);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            return count < 0 ? count : counted(count, count);
        }

        private int counted(int bytes, int value) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("the answer is longer than " + maxBytes + " bytes and was not read further");
            }
            return value;
        }
    }
}
