package org.analyzetext.document;

import java.io.IOException;

/** Bytes that are not what the file should be, after which the rest of the file can't be read. */
final class MalformedFile extends IOException {
    private final String code;
    private final long atByte;

    /** Bytes that are no text in the file's charset. */
    MalformedFile(String message, long atByte) {
        this("InvalidEncoding", message, atByte);
    }

    MalformedFile(String code, String message, long atByte) {
        super(message);
        this.code = code;
        this.atByte = atByte;
    }

    /** The code of the dead letter for the rest of the file. */
    String code() {
        return code;
    }

    /** Where the unread bytes begin in the file, from 0. */
    long atByte() {
        return atByte;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
