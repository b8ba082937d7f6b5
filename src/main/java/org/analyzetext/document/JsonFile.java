package org.analyzetext.document;

import java.io.IOException;

/**
 * A JSON object, or an array that is cut into its elements, so that only one of them is held. As long as every element
 * is valid JSON the cuts are exact; after the first that is not, the rest of the file is given up.
 */
final class JsonFile {
    private final ByteScanner scanner;
    private final Encoding encoding;
    private final JsonDocuments documents;
    private final Intake intake;

    JsonFile(ByteScanner scanner, Encoding encoding, DocumentFields fields, Intake intake) {
        this.scanner = scanner;
        this.encoding = encoding;
        this.documents = new JsonDocuments(fields);
        this.intake = intake;
    }

    void read() throws IOException {
        scanner.skipWhitespace();
        boolean readable =
                switch (scanner.peek()) {
                    case ByteScanner.END -> true;
                    case '[' -> array();
                    case '{' -> element(object());
                    default -> rest("is neither a JSON object nor an array of objects");
                };
        scanner.skipWhitespace();
        if (readable && scanner.peek() != ByteScanner.END) {
            rest("goes on after its JSON value");
        }
    }

    private boolean array() throws IOException {
        scanner.next();
        scanner.skipWhitespace();
        if (scanner.peek() == ']') {
            scanner.next();
            return true;
        }
        while (true) {
            scanner.skipWhitespace();
            if (scanner.peek() == ByteScanner.END) {
                return rest("ends before its array is closed");
            }
            if (!element(arrayElement())) {
                return false;
            }
            if (scanner.next() == ']') {
                return true;
            }
        }
    }

    private RawRecord object() throws IOException {
        scanner.start();
        JsonNesting nesting = new JsonNesting();
        do {
            int next = scanner.next();
            if (next == ByteScanner.END) {
                return scanner.end(false);
            }
            nesting.pass(next);
        } while (nesting.isInside());
        return scanner.end(true);
    }

    private RawRecord arrayElement() throws IOException {
        scanner.start();
        JsonNesting nesting = new JsonNesting();
        int next = scanner.peek();
        while (nesting.isInside() || (next != ',' && next != ']')) {
            if (next == ByteScanner.END) {
                return scanner.end(false);
            }
            nesting.pass(next);
            scanner.next();
            next = scanner.peek();
        }
        return scanner.end(true);
    }

    /** Whether the file can be read on after this element. */
    private boolean element(RawRecord element) throws IOException {
        if (!element.isComplete()) {
            return rest(element, "The file ends in the middle of the value that begins" + at(element));
        }
        FilePosition position = intake.next(element.line());
        Document document;
        try {
            document = documents.read(position, StrictJson.object(element.text(encoding), element));
        } catch (UnreadableRecord e) {
            return reject(position, element, e);
        }
        intake.document(document);
        return true;
    }

    private boolean reject(FilePosition position, RawRecord element, UnreadableRecord reason) throws IOException {
        if (reason.isSyntaxFault()) {
            String message = reason.message().replaceFirst("\\.$", "") + ", so the rest of the file is not read.";
            intake.rejected(position, new UnreadableRecord(reason.code(), message), element.place(encoding));
            return false;
        }
        intake.rejected(position, reason, element.content(encoding));
        return true;
    }

    private boolean rest(String fault) throws IOException {
        RawRecord here = scanner.end(false);
        return rest(here, "The file " + fault + at(here));
    }

    private boolean rest(RawRecord from, String fault) throws IOException {
        intake.rejected(
                intake.next(from.line()),
                new UnreadableRecord("InvalidJson", fault + ", so the rest of the file is not read."),
                from.place(encoding));
        return false;
    }

    private static String at(RawRecord record) {
        return " at line " + record.line() + ", column " + record.column();
    }
}
