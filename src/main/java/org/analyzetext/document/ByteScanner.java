package org.analyzetext.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Goes through a file byte by byte and cuts records out of it, holding no more than one record of
 * {@link DocumentReader#MAX_RECORD_BYTES}. Counts lines, columns (in UTF-16 units, if the bytes are UTF-8) and bytes.
 */
final class ByteScanner {
    static final int END = -1;
    private static final int BLOCK = 1 << 16;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private int at;
    private int filled;
    private long blockAt;

    private long line = 1;
    private int column = 1;

    private boolean taking;
    private int takenTo;
    private ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private long recordAt;
    private long recordLine = 1;
    private int recordColumn = 1;

    /**
     * Reads a stream to its end.
     *
     * @param from how many bytes of the file come before it
     */
    ByteScanner(InputStream in, int from) {
        this.in = in;
        this.blockAt = from;
    }

    /** The next byte, left where it is, or {@link #END}. */
    int peek() throws IOException {
        return at < filled || fill() ? block[at] & 0xFF : END;
    }

    /** Steps over the next byte, or gives {@link #END}. */
    int next() throws IOException {
        if (at == filled && !fill()) {
            return END;
        }
        byte next = block[at++];
        if (next == '\n') {
            newLine();
        } else if ((next & 0xC0) != 0x80) {
            column += (next & 0xF8) == 0xF0 ? 2 : 1;
        }
        return next & 0xFF;
    }

    /** Counts a line that does not end in a line feed. */
    void newLine() {
        line++;
        column = 1;
    }

    /** The line of the next byte, from 1. */
    long line() {
        return line;
    }

    /** The column of the next byte, from 1. */
    int column() {
        return column;
    }

    void skipWhitespace() throws IOException {
        int next = peek();
        while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
            next();
            next = peek();
        }
    }

    /** A record begins here. */
    void start() {
        taking = true;
        takenTo = at;
        taken = new ByteArrayOutputStream();
        recordAt = offset();
        recordLine = line;
        recordColumn = column;
    }

    /** The record from the last {@link #start} to here; without a start an empty one that begins here. */
    RawRecord end(boolean complete) {
        if (!taking) {
            start();
        }
        take();
        taking = false;
        long size = offset() - recordAt;
        byte[] bytes = size > DocumentReader.MAX_RECORD_BYTES ? null : taken.toByteArray();
        return new RawRecord(recordLine, recordColumn, recordAt, size, bytes, complete);
    }

    private long offset() {
        return blockAt + at;
    }

    private void take() {
        if (offset() - recordAt <= DocumentReader.MAX_RECORD_BYTES) {
            taken.write(block, takenTo, at - takenTo);
        } else {
            taken = new ByteArrayOutputStream();
        }
        takenTo = at;
    }

    private boolean fill() throws IOException {
        if (taking) {
            take();
        }
        blockAt += filled;
        at = 0;
        takenTo = 0;
        filled = 0;
        filled = Math.max(0, in.read(block));
        return filled > 0;
    }
}
