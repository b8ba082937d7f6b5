package org.analyzetext.document;

import org.jspecify.annotations.Nullable;

/** Why a record is no document; the message is for the dead letter and never holds the record's text. */
final class UnreadableRecord extends Exception {
    private final String code;
    private final @Nullable String id;
    private final boolean syntaxFault;

    private UnreadableRecord(String code, @Nullable String id, String message, boolean syntaxFault) {
        super(message, null, false, false);
        this.code = code;
        this.id = id;
        this.syntaxFault = syntaxFault;
    }

    UnreadableRecord(String code, String message) {
        this(code, null, message, false);
    }

    UnreadableRecord(String code, @Nullable String id, String message) {
        this(code, id, message, false);
    }

    /** A fault after which it is unsure where the record ends. */
    static UnreadableRecord syntaxFault(String code, String message) {
        return new UnreadableRecord(code, null, message, true);
    }

    String code() {
        return code;
    }

    @Nullable
    String id() {
        return id;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    boolean isSyntaxFault() {
        return syntaxFault;
    }
}
