package org.analyzetext.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server whose answers are bytes, so that they can break every rule of HTTP. One request for each connection. */
final class RawService implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Script script;
    final AtomicInteger connections = new AtomicInteger();

    /** Writes the answer to a request; an exception means that the client has gone. */
    interface Script {
        void answer(ScriptedService.Request request, OutputStream out) throws IOException;
    }

    RawService(Script script) throws IOException {
        this.script = script;
        threads.execute(this::accept);
    }

    URI endpoint() {
        return URI.create("http://localhost:" + server.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            threads.shutdown();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            ScriptedService.Request request = read(new BufferedInputStream(socket.getInputStream()));
            script.answer(request, socket.getOutputStream());
        } catch (IOException gone) {
            // The client has had enough.
        }
    }

    private static ScriptedService.Request read(InputStream in) throws IOException {
        String[] first = line(in).split(" ");
        Map<String, List<String>> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    List.of(line.substring(colon + 1).trim()));
        }
        int length = Integer.parseInt(
                headers.getOrDefault("content-length", List.of("0")).get(0));
        String body = new String(in.readNBytes(length), UTF_8);
        return new ScriptedService.Request(first[0], URI.create(first[1]), headers, body, System.nanoTime());
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("no request");
            }
            line.append((char) next);
        }
        return line.toString().trim();
    }

    /** A head: the status, and lines between which the line ends are put. */
    static byte[] head(int status, String... lines) {
        return ("HTTP/1.1 " + status + " x\r\nConnection: close\r\n" + String.join("", lines(lines)) + "\r\n")
                .getBytes(ISO_8859_1);
    }

    private static List<String> lines(String... lines) {
        return List.of(lines).stream().map(line -> line + "\r\n").toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
