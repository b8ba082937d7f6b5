package org.analyzetext.localservice;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A kept-alive connection that sends requests and reads answers with as little work as possible. */
final class LoadConnection implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private String location = "";
    private long bodyBytes;

    LoadConnection(URI endpoint) throws IOException {
        socket = new Socket("127.0.0.1", endpoint.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    int post(String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return exchange(
                "POST /language/analyze-text/jobs?api-version=2022-05-01", "Content-Length: " + bytes.length, bytes);
    }

    int get(String path) throws IOException {
        return exchange("GET " + path, "Accept: application/json", new byte[0]);
    }

    /** The path of the job of the last 202. */
    String location() {
        return location;
    }

    /** The size of the last answer's body. */
    long bodyBytes() {
        return bodyBytes;
    }

    private int exchange(String start, String header, byte[] body) throws IOException {
        String head = start + " HTTP/1.1\r\nHost: localhost\r\nOcp-Apim-Subscription-Key: local-key\r\n" + header
                + "\r\n\r\n";
        byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[headBytes.length + body.length];
        System.arraycopy(headBytes, 0, all, 0, headBytes.length);
        System.arraycopy(body, 0, all, headBytes.length, body.length);
        out.write(all);
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        bodyBytes = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.startsWith("Content-Length: ")) {
                bodyBytes = Long.parseLong(line.substring(16));
            } else if (line.startsWith("operation-location: ")) {
                location = URI.create(line.substring(20)).getRawPath() + "?api-version=2022-05-01";
            }
        }
        in.skipNBytes(bodyBytes);
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        line.setLength(line.length() - 1);
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
