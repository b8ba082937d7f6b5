package org.analyzetext.document;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is one document. */
final class TextFile {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final String relativePath;
    private final Encoding encoding;

    TextFile(Path file, String relativePath, Charset charset) {
        this.file = file;
        this.relativePath = relativePath;
        this.encoding = Encoding.whole(charset);
    }

    void read(Intake intake) throws IOException {
        long size = Files.size(file);
        byte[] bytes = size > DocumentReader.MAX_RECORD_BYTES ? null : Files.readAllBytes(file);
        RawRecord record = new RawRecord(1, 1, 0, size, bytes, true);
        FilePosition position = intake.next(null);
        String text;
        try {
            text = record.text(encoding);
        } catch (UnreadableRecord e) {
            intake.rejected(
                    position, new UnreadableRecord(e.code(), relativePath, e.message()), record.content(encoding));
            return;
        }
        boolean marked = encoding.file().name().startsWith("UTF-") && text.startsWith(BYTE_ORDER_MARK);
        intake.document(new Document(
                position, relativePath, null, marked ? text.substring(1) : text, Json.MAPPER.createObjectNode()));
    }
}
