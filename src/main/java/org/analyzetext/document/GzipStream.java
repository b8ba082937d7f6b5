package org.analyzetext.document;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * What a gzip file holds, of one member or several. Where the file is damaged, cut off, or unpacks to far more than an
 * honest file does, everything before is given out; then {@link MalformedFile} is thrown.
 */
final class GzipStream extends InputStream {
    /** Text packs to a twentieth at best; a file made to fill a disk to a thousandth. */
    static final int MOST_TIMES = 250;
    /** Below this size a file may be as repetitive as it likes. */
    static final long HARMLESS = 64L << 20;

    private final Packed packed;
    private @Nullable Members members;
    private long unpacked;
    private @Nullable MalformedFile fault;

    GzipStream(InputStream in) {
        packed = new Packed(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (fault != null) {
            throw fault;
        }
        try {
            if (members == null) {
                members = new Members(packed);
            }
            int count = members.read(target, offset, length);
            if (count < 0) {
                members.checkEnd();
            } else {
                unpacked += count;
                checkSize();
            }
            return count;
        } catch (EOFException | ZipException e) {
            fault = new MalformedFile(
                    "InvalidGzip", "The gzip file is cut off or damaged behind its byte " + unpacked, unpacked);
            throw fault;
        }
    }

    private void checkSize() {
        if (unpacked > HARMLESS && unpacked / MOST_TIMES > packed.count) {
            // What was just unpacked is still given out.
            fault = new MalformedFile(
                    "InvalidGzip",
                    "The gzip file holds more than " + MOST_TIMES
                            + " times its size; if that is right, unpack it first",
                    unpacked);
        }
    }

    /** Counts the compressed bytes. */
    private static final class Packed extends FilterInputStream {
        private long count;

        Packed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }

    /** The JDK's reader takes whatever stands behind a member and is no other member for the end of the file. */
    private static final class Members extends GZIPInputStream {
        private static final int BLOCK = 1 << 13;
        private static final int TRAILER = 8;

        Members(InputStream in) throws IOException {
            super(in, BLOCK);
        }

        void checkEnd() throws IOException {
            for (int i = len - inf.getRemaining() + TRAILER; i < len; i++) {
                checkPadding(buf[i]);
            }
            for (int next = in.read(); next >= 0; next = in.read()) {
                checkPadding(next);
            }
        }

        /** Some programs fill the last block with NULs. */
        private static void checkPadding(int next) throws ZipException {
            if (next != 0) {
                throw new ZipException("not a member");
            }
        }
    }
}
