package org.analyzetext.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/** A file that is one document. */
final class TextFile {
    private final FileStart start;
    private final String relativePath;

    TextFile(FileStart start, String relativePath) {
        this.start = start;
        this.relativePath = relativePath;
    }

    void read(RecordCollector intake) throws IOException {
        FilePosition position = intake.next(null);
        byte[] bytes;
        long size;
        try {
            bytes = start.rest().readNBytes(DocumentReader.MAX_RECORD_BYTES + 1);
            size = bytes.length + start.rest().transferTo(OutputStream.nullOutputStream());
        } catch (MalformedFile e) {
            reject(
                    position,
                    new UnreadableRecord(e.code(), e.message() + "."),
                    Json.MAPPER.createObjectNode().put("fromByte", 0),
                    intake);
            return;
        }
        boolean large = bytes.length > DocumentReader.MAX_RECORD_BYTES;
        RawRecord record = new RawRecord(1, 1, start.mark(), size, large ? null : bytes, true);
        Encoding encoding = Encoding.whole(start.charset());
        String text;
        try {
            text = record.text(encoding);
        } catch (UnreadableRecord e) {
            reject(position, e, record.content(encoding), intake);
            return;
        }
        intake.document(new Document(position, relativePath, null, text, Json.MAPPER.createObjectNode()));
    }

    private void reject(FilePosition position, UnreadableRecord e, ObjectNode content, RecordCollector intake)
            throws IOException {
        intake.rejected(position, new UnreadableRecord(e.code(), relativePath, e.message()), content);
    }
}
