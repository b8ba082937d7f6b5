package org.analyzetext.stage;

import java.io.IOException;
import org.analyzetext.document.Document;
import org.analyzetext.document.DocumentSink;
import org.analyzetext.document.Json;
import org.analyzetext.document.Rejected;

/**
 * Rejects documents that are too large for a record of the job queue: submitted, they could not be kept as a job, and
 * would be paid for again and again.
 */
public final class RecordLimit implements DocumentSink {
    private final int maxBytes;
    private final DocumentSink to;

    /**
     * Gives the others on.
     *
     * @param maxBytes the most bytes of a document in a job record
     */
    public RecordLimit(int maxBytes, DocumentSink to) {
        this.maxBytes = maxBytes;
        this.to = to;
    }

    /** The bytes that a document takes in a job record, with everything that travels with it. */
    public static int bytes(Document document) throws IOException {
        return Json.MAPPER.writeValueAsBytes(document).length;
    }

    @Override
    public void document(Document document) throws IOException {
        int bytes = bytes(document);
        if (bytes <= maxBytes) {
            to.document(document);
        } else {
            to.rejected(tooLarge(document, bytes, maxBytes));
        }
    }

    /** The document as one that no record of the job queue can hold. */
    public static Rejected tooLarge(Document document, int bytes, int maxBytes) {
        return new Rejected(
                document.source(),
                document.id(),
                "RecordTooLarge",
                "The document takes " + bytes
                        + " bytes in a job record, with its metadata, key and headers, but at most " + maxBytes
                        + " are allowed; see analyze-text.kafka.max-record-bytes.",
                Json.MAPPER.createObjectNode().put("bytes", bytes),
                document.envelope());
    }

    @Override
    public void rejected(Rejected record) throws IOException {
        to.rejected(record);
    }
}
