package org.analyzetext.service.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy that tunnels (CONNECT) for who says the right user and password. */
final class TinyProxy implements AutoCloseable {
    private final ServerSocket server;
    private final String authorization;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    /** Heads of the requests that came. */
    final Queue<String> heads = new ConcurrentLinkedQueue<>();

    TinyProxy(String authorization) throws IOException {
        this.authorization = authorization;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private void serve(Socket client) {
        try (client) {
            while (true) {
                String head = head(client.getInputStream());
                if (head.isEmpty()) {
                    return;
                }
                heads.add(head);
                if (head.contains("Proxy-Authorization: " + authorization + "\r\n")) {
                    tunnel(client, head.split(" ")[1].split(":"));
                    return;
                }
                say(
                        client,
                        "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
            }
        } catch (IOException closed) {
            // one of both sides is done
        }
    }

    private void tunnel(Socket client, String[] target) throws IOException {
        try (Socket service = new Socket(target[0], Integer.parseInt(target[1]))) {
            open.add(service);
            say(client, "HTTP/1.1 200 Connected\r\n\r\n");
            threads.execute(() -> copy(service, client));
            copy(client, service);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException closed) {
            // one of both sides is done
        }
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
