package org.analyzetext.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object, or an array that is cut into its elements, so that only one of them is held. As long as every element
 * is valid JSON the cuts are exact; after the first that is not, the rest of the file is given up.
 */
final class JsonFile {
    private final ByteScanner scanner;
    private final Encoding encoding;
    private final JsonDocuments documents;
    private final String records;
    private final RecordCollector intake;

    /**
     * Reads a file.
     *
     * @param records the pointer to the array inside an object; empty where the file is the array, or one record
     */
    JsonFile(ByteScanner scanner, Encoding encoding, DocumentFields fields, String records, RecordCollector intake) {
        this.records = records;
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
                    case '{' -> records.isEmpty() ? single() : wrapped();
                    default -> rest("is neither a JSON object nor an array of objects");
                };
        scanner.skipWhitespace();
        if (readable && scanner.peek() != ByteScanner.END) {
            rest("continues after its JSON value");
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

    /** The file is one object, which is read when it is known that no other follows. */
    private boolean single() throws IOException {
        RawRecord object = object();
        long line = scanner.line();
        scanner.skipWhitespace();
        if (!object.isComplete() || scanner.peek() != '{' || scanner.line() == line) {
            return element(object);
        }
        String kind = object.line() == line
                ? "The file seems to be JSON lines: let its name end in .jsonl, nothing of it is read."
                : "The file is JSON objects one after another: put them into an array, nothing of it is read.";
        intake.rejected(intake.next(object.line()), new UnreadableRecord("WrongFormat", kind), object.place(encoding));
        return false;
    }

    private boolean wrapped() throws IOException {
        JsonWrapper wrapper = new JsonWrapper(scanner, encoding, JsonWrapper.path(records));
        RawRecord begun = scanner.end(false);
        try {
            if (!wrapper.enter() || (scanner.peek() != '[' && scanner.peek() != '{')) {
                throw new UnreadableRecord(
                        "MissingRecords",
                        "There are no records at " + records
                                + " (analyze-text.document.records), so nothing of the file is read.");
            }
            if (!(scanner.peek() == '[' ? array() : element(object()))) {
                return false;
            }
            begun = scanner.end(false);
            wrapper.leave();
            return true;
        } catch (UnreadableRecord e) {
            intake.rejected(intake.next(begun.line()), e, begun.place(encoding));
            return false;
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
        ObjectNode object = null;
        try {
            object = StrictJson.object(element.text(encoding), element);
            document = documents.read(position, object);
        } catch (UnreadableRecord e) {
            return reject(position, element, object == null ? e : withHint(e, object));
        }
        intake.document(document);
        return true;
    }

    /** A record without a text may be the object around the records. */
    private static UnreadableRecord withHint(UnreadableRecord fault, ObjectNode object) {
        String inside = fault.code().equals("MissingText") ? arrayIn(object, 2) : null;
        return inside == null
                ? fault
                : new UnreadableRecord(
                        fault.code(),
                        fault.id(),
                        fault.message() + " If " + Excerpt.of(inside)
                                + " has the records, set analyze-text.document.records to it.");
    }

    private static @Nullable String arrayIn(JsonNode object, int levels) {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            String place = "/" + each.getKey().replace("~", "~0").replace("/", "~1");
            if (each.getValue().isArray() && each.getValue().path(0).isObject()) {
                return place;
            }
            String inside = levels > 1 ? arrayIn(each.getValue(), levels - 1) : null;
            if (inside != null) {
                return place + inside;
            }
        }
        return null;
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
