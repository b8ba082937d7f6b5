package org.analyzetext.document;

import java.io.IOException;

/** JSON lines: every line that isn't blank is a record, and no record can harm another. */
final class JsonLinesFile {
    private final ByteScanner scanner;
    private final Encoding encoding;
    private final JsonDocuments documents;

    JsonLinesFile(ByteScanner scanner, Encoding encoding, DocumentFields fields) {
        this.scanner = scanner;
        this.encoding = encoding;
        this.documents = new JsonDocuments(fields);
    }

    void read(RecordCollector intake) throws IOException {
        boolean first = true;
        while (scanner.peek() != ByteScanner.END) {
            RawRecord line = line();
            if (line.isBlank()) {
                continue;
            }
            if (first && scanner.peek() != ByteScanner.END && line.beginsJsonOfSeveralLines()) {
                intake.rejected(
                        intake.next(line.line()),
                        new UnreadableRecord(
                                "WrongFormat",
                                "The file seems to be JSON over several lines: let its name end in .json, nothing of it"
                                        + " is read."),
                        line.place(encoding));
                return;
            }
            first = false;
            read(line, intake);
        }
    }

    private RawRecord line() throws IOException {
        scanner.start();
        int next = scanner.peek();
        while (next != '\n' && next != ByteScanner.END) {
            scanner.next();
            next = scanner.peek();
        }
        RawRecord line = scanner.end(true);
        scanner.next();
        return line;
    }

    private void read(RawRecord line, RecordCollector intake) throws IOException {
        FilePosition position = intake.next(line.line());
        Document document;
        try {
            document = documents.read(position, StrictJson.object(line.text(encoding), line));
        } catch (UnreadableRecord e) {
            intake.rejected(position, e, line.content(encoding));
            return;
        }
        intake.document(document);
    }
}
