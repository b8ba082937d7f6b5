package org.analyzetext.document;

import java.io.IOException;

/** Bytes that are no text in the file's charset, after which the rest of the file can't be read. */
final class MalformedFile extends IOException {
    private final long atByte;

    MalformedFile(String message, long atByte) {
        super(message);
        this.atByte = atByte;
    }

    /** Where the unread bytes begin in the file, from 0. */
    long atByte() {
        return atByte;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
