package org.analyzetext.document;

/** Follows brackets and strings of JSON, byte by byte, to know where a value ends. */
final class JsonNesting {
    private int depth;
    private boolean inString;
    private boolean escaped;

    void pass(int next) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = next == '\\';
            inString = next != '"';
        } else if (next == '"') {
            inString = true;
        } else if (next == '{' || next == '[') {
            depth++;
        } else if ((next == '}' || next == ']') && depth > 0) {
            depth--;
        }
    }

    boolean isInside() {
        return depth > 0 || inString;
    }
}
