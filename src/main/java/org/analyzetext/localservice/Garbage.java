package org.analyzetext.localservice;

import java.nio.charset.StandardCharsets;

/** Bodies that no client can use. */
final class Garbage {
    private Garbage() {}

    static byte[] notJson() {
        return "{\"jobId\": \u0000\uFFFD, status succeeded ]".getBytes(StandardCharsets.UTF_8);
    }

    static byte[] html() {
        return "<html><body><h1>Please sign in</h1></body></html>".getBytes(StandardCharsets.UTF_8);
    }
}
