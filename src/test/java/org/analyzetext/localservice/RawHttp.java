package org.analyzetext.localservice;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks HTTP on a socket of its own, for what no client library shows. */
final class RawHttp {
    private RawHttp() {}

    static String post(String body) {
        return "POST /language/analyze-text/jobs?api-version=2022-05-01 HTTP/1.1\r\nHost: localhost\r\n"
                + "Ocp-Apim-Subscription-Key: local-key\r\nConnection: close\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    static String get(String address) {
        return "GET " + address.replaceFirst("^https?://[^/]+", "") + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Ocp-Apim-Subscription-Key: local-key\r\nConnection: close\r\n\r\n";
    }

    static Open open(LocalService service) throws IOException {
        return new Open(service);
    }

    /** Sends a request and reads to the end of the connection; throws when the connection is reset. */
    static String exchange(LocalService service, String request) throws IOException {
        try (Open open = open(service)) {
            open.send(request);
            return open.readToEnd();
        }
    }

    /** An open connection. */
    static final class Open implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        private Open(LocalService service) throws IOException {
            socket = new Socket("127.0.0.1", service.endpoint().getPort());
            socket.setSoTimeout(20_000);
            in = socket.getInputStream();
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString().strip();
        }

        String readToEnd() throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
