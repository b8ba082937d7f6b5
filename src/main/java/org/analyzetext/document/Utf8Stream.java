package org.analyzetext.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A stream of another charset as UTF-8. Everything before the first malformed byte is given out; then
 * {@link MalformedFile} is thrown.
 */
final class Utf8Stream extends InputStream {
    private static final int BLOCK = 1 << 14;

    private final InputStream in;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final ByteBuffer encoded = ByteBuffer.allocate(BLOCK).flip();
    private final CharBuffer chars = CharBuffer.allocate(BLOCK);
    private final ByteBuffer utf8 = ByteBuffer.allocate(4 * BLOCK).flip();
    private long bytesRead;
    private boolean ended;
    private boolean finished;
    private @Nullable MalformedFile fault;

    /**
     * Converts a stream.
     *
     * @param from how many bytes of the file come before it
     */
    Utf8Stream(InputStream in, Charset charset, int from) {
        this.in = in;
        this.charset = charset;
        this.bytesRead = from;
        this.decoder = charset.newDecoder();
    }

    @Override
    public int read() throws IOException {
        return available(1) ? utf8.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (!available(length)) {
            return -1;
        }
        int count = Math.min(length, utf8.remaining());
        utf8.get(target, offset, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean available(int wanted) throws IOException {
        while (wanted > 0 && !utf8.hasRemaining()) {
            if (fault != null) {
                throw fault;
            }
            if (finished) {
                return false;
            }
            convertBlock();
        }
        return true;
    }

    private void convertBlock() throws IOException {
        long blockAt = bytesRead - encoded.remaining();
        CoderResult decoded = decoder.decode(encoded, chars, ended);
        if (decoded.isError()) {
            fault = malformed(bytesRead - encoded.remaining());
        } else if (decoded.isUnderflow() && ended) {
            decoder.flush(chars);
            finished = true;
        } else if (decoded.isUnderflow()) {
            readBlock();
        }
        chars.flip();
        utf8.clear();
        if (encoder.encode(chars, utf8, finished).isError()) {
            fault = malformed(blockAt);
        }
        utf8.flip();
        chars.compact();
    }

    private void readBlock() throws IOException {
        encoded.compact();
        int count = 0;
        try {
            count = in.read(encoded.array(), encoded.position(), encoded.remaining());
        } catch (MalformedFile e) {
            fault = e;
        }
        if (count < 0) {
            ended = true;
        } else {
            encoded.position(encoded.position() + count);
            bytesRead += count;
        }
        encoded.flip();
    }

    private MalformedFile malformed(long atByte) {
        return new MalformedFile("The file is not valid " + charset.name() + " from byte " + atByte, atByte);
    }
}
