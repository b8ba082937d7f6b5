package org.analyzetext.error;

import java.util.List;

/**
 * What a route of the host sent to {@code direct:analyze-text} was not accepted: nothing of it is kept, and the message
 * says why, for each document that can't be sent, without its text.
 */
public final class DocumentsNotAcceptedException extends AnalyzeTextException {
    private static final long serialVersionUID = 1L;
    private static final int TOLD = 10;

    /** For a message that is no document as a whole. */
    public DocumentsNotAcceptedException(String reason) {
        super("not accepted: " + reason);
    }

    /** For a message of {@code count} documents, with the reason for each that can't be sent. */
    public DocumentsNotAcceptedException(int count, List<String> reasons) {
        this(reasons.size() + " of " + count + " documents can't be sent, and none of them is kept: "
                + String.join("; ", reasons.subList(0, Math.min(TOLD, reasons.size())))
                + (reasons.size() > TOLD ? "; and " + (reasons.size() - TOLD) + " more" : ""));
    }
}
