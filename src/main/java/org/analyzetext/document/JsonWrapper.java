package org.analyzetext.document;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The objects around the records of a JSON file, such as the body of a request: leads to the records, and reads what
 * stands before and behind them without keeping it.
 */
final class JsonWrapper {
    private final ByteScanner scanner;
    private final Encoding encoding;
    private final List<String> path;

    JsonWrapper(ByteScanner scanner, Encoding encoding, List<String> path) {
        this.scanner = scanner;
        this.encoding = encoding;
        this.path = path;
    }

    /** The keys of a JSON pointer. Throws {@link IllegalArgumentException} where it is none. */
    static List<String> path(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        if (!pointer.startsWith("/") || pointer.length() == 1) {
            throw new IllegalArgumentException("'" + pointer + "' is no JSON pointer to records");
        }
        return Arrays.stream(pointer.substring(1).split("/", -1))
                .map(key -> key.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    /** Goes to the value at the path's end; false if there is none. */
    boolean enter() throws IOException, UnreadableRecord {
        for (String key : path) {
            scanner.skipWhitespace();
            if (scanner.peek() != '{') {
                return false;
            }
            scanner.next();
            if (!goTo(key, true)) {
                return false;
            }
        }
        return true;
    }

    /** Reads what stands behind the records: that is no record, but a file that is cut off may lack some. */
    void leave() throws IOException, UnreadableRecord {
        for (int i = path.size() - 1; i >= 0; i--) {
            if (goTo(path.get(i), false)) {
                throw fault("A JSON object has the same key twice");
            }
        }
    }

    /** Goes to the value of a key, or behind the object if it has no such key. */
    private boolean goTo(String key, boolean atFirst) throws IOException, UnreadableRecord {
        for (boolean first = atFirst; ; first = false) {
            scanner.skipWhitespace();
            if (scanner.peek() == '}') {
                scanner.next();
                return false;
            }
            if (!first) {
                expect(',');
                scanner.skipWhitespace();
            }
            if (scanner.peek() != '"') {
                throw fault("The JSON is not valid");
            }
            RawRecord name = take(":");
            expect(':');
            scanner.skipWhitespace();
            if (StrictJson.value(name.text(encoding), name).textValue().equals(key)) {
                return true;
            }
            RawRecord value = take(",}");
            if (!value.isTooLarge()) {
                StrictJson.value(value.text(encoding), value);
            }
        }
    }

    /** What stands before one of these characters. */
    private RawRecord take(String ends) throws IOException, UnreadableRecord {
        scanner.start();
        JsonNesting nesting = new JsonNesting();
        for (int next = scanner.peek(); nesting.isInside() || ends.indexOf(next) < 0; next = scanner.peek()) {
            if (next == ByteScanner.END) {
                throw fault("The file ends before its object is closed");
            }
            nesting.pass(next);
            scanner.next();
        }
        return scanner.end(true);
    }

    private void expect(char character) throws IOException, UnreadableRecord {
        if (scanner.peek() != character) {
            throw fault(
                    scanner.peek() == ByteScanner.END
                            ? "The file ends before its object is closed"
                            : "The JSON is not valid");
        }
        scanner.next();
    }

    private UnreadableRecord fault(String what) {
        return new UnreadableRecord(
                "InvalidJson",
                what + " at line " + scanner.line() + ", column " + scanner.column()
                        + ", so the rest of the file is not read.");
    }
}
