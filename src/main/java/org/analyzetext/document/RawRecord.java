package org.analyzetext.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A record as it stands in the file: its bytes, and where they begin. */
final class RawRecord {
    /** Above this a record in Base64 would be longer than the longest string that JSON readers take. */
    private static final int MAX_BASE64_BYTES = 12 << 20;

    private final long line;
    private final int column;
    private final long fromByte;
    private final long size;
    private final byte @Nullable [] bytes;
    private final boolean complete;

    RawRecord(long line, int column, long fromByte, long size, byte @Nullable [] bytes, boolean complete) {
        this.line = line;
        this.column = column;
        this.fromByte = fromByte;
        this.size = size;
        this.bytes = bytes;
        this.complete = complete;
    }

    long line() {
        return line;
    }

    int column() {
        return column;
    }

    /** False where the file ends in the middle of the record. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the record is nothing but spaces, tabs and carriage returns. */
    boolean isBlank() {
        return hasOnly(" \t\r");
    }

    /** Whether each byte is one of these ASCII characters. */
    boolean hasOnly(String characters) {
        if (bytes == null) {
            return false;
        }
        for (byte each : bytes) {
            if (characters.indexOf(each) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is a bracket alone, or an array of objects that continues behind it. */
    boolean beginsJsonOfSeveralLines() {
        if (bytes == null) {
            return false;
        }
        String line = new String(bytes, StandardCharsets.ISO_8859_1).strip();
        if (line.equals("[") || line.equals("{")) {
            return true;
        }
        JsonNesting nesting = new JsonNesting();
        line.chars().forEach(nesting::pass);
        return line.startsWith("[") && line.substring(1).stripLeading().startsWith("{") && nesting.isInside();
    }

    /** Whether it has more bytes than are held. */
    boolean isTooLarge() {
        return bytes == null;
    }

    boolean isEmpty() {
        return size == 0;
    }

    String text(Encoding encoding) throws UnreadableRecord {
        if (bytes == null) {
            throw new UnreadableRecord(
                    "RecordTooLarge",
                    "The record has " + size + " bytes, but at most " + DocumentReader.MAX_RECORD_BYTES
                            + " are allowed.");
        }
        ByteBuffer unread = ByteBuffer.wrap(bytes);
        try {
            return encoding.decode(unread);
        } catch (CharacterCodingException e) {
            throw new UnreadableRecord(
                    "InvalidEncoding",
                    "The record is not valid " + encoding.records().name() + " at byte "
                            + (fromByte + unread.position()) + ".");
        }
    }

    /** What a dead letter says of the record: its text, else its bytes, else where in the file they are. */
    ObjectNode content(Encoding encoding) {
        if (bytes == null) {
            return place(encoding).put("bytes", size);
        }
        try {
            return Json.MAPPER.createObjectNode().put("raw", encoding.decode(ByteBuffer.wrap(bytes)));
        } catch (CharacterCodingException e) {
            return size > MAX_BASE64_BYTES
                    ? place(encoding).put("bytes", size)
                    : Json.MAPPER
                            .createObjectNode()
                            .put("rawBase64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** What a dead letter says of a file that can't be read from here on: where the rest begins. */
    ObjectNode place(Encoding encoding) {
        ObjectNode place = Json.MAPPER.createObjectNode().put("fromByte", fromByte);
        return encoding.converts() ? place.put("convertedTo", encoding.records().name()) : place;
    }
}
