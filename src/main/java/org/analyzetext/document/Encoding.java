package org.analyzetext.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * How the bytes of a file become records. Where every byte below 0x80 is its ASCII character, records are cut from the
 * bytes as they stand and decoded one by one, so that malformed bytes harm one record; every other charset is converted
 * to UTF-8 on the way, up to the first malformed byte.
 *
 * @param file the file's charset
 * @param records the charset of the records that the scanner cuts: the file's, or UTF-8 where it is converted
 */
record Encoding(Charset file, Charset records) {
    /** Of a file that is decoded as one piece. */
    static Encoding whole(Charset charset) {
        return new Encoding(charset, charset);
    }

    /** Of lines and rows, which can be cut from any single-byte charset that holds ASCII. */
    static Encoding ofLines(Charset charset) {
        return new Encoding(charset, holdsAscii(charset) ? charset : StandardCharsets.UTF_8);
    }

    /** Of JSON, which is always cut from UTF-8. */
    static Encoding ofJson(Charset charset) {
        return new Encoding(charset, StandardCharsets.UTF_8);
    }

    boolean converts() {
        return !file.equals(records);
    }

    /** Cuts what stands behind a file's mark. */
    ByteScanner scan(FileStart start) {
        return converts()
                ? new ByteScanner(new Utf8Stream(start.rest(), file, start.mark()), 0)
                : new ByteScanner(start.rest(), start.mark());
    }

    /**
     * The text of a record. Malformed bytes are never replaced: they throw, and the position of the bytes is left where
     * they begin.
     */
    String decode(ByteBuffer bytes) throws CharacterCodingException {
        return records.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes)
                .toString();
    }

    private static boolean holdsAscii(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return true;
        }
        if (!charset.canEncode() || charset.newEncoder().maxBytesPerChar() > 1) {
            return false;
        }
        byte[] ascii = new byte[0x80];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) i;
        }
        return new String(ascii, charset).equals(new String(ascii, StandardCharsets.US_ASCII));
    }
}
