package org.analyzetext.localservice;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** Takes connections in, each on a thread of its own, until it is closed. */
final class Acceptor implements AutoCloseable {
    private final ServerSocket socket;
    private final FrontDoor door;
    private final @Nullable SSLContext tls;
    private final Duration readTimeout;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<DefaultBHttpServerConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService pool = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "local-service-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    Acceptor(ServerSocket socket, FrontDoor door, @Nullable SSLContext tls, Duration readTimeout) {
        this.socket = socket;
        this.door = door;
        this.tls = tls;
        this.readTimeout = readTimeout;
    }

    URI endpoint() {
        return URI.create(door.endpoint());
    }

    void start() {
        pool.execute(() -> {
            while (!socket.isClosed()) {
                try {
                    serve(socket.accept());
                } catch (IOException e) {
                    // Closed, or this one client went away already.
                }
            }
        });
    }

    private void serve(Socket client) throws IOException {
        client.setTcpNoDelay(true);
        client.setSoTimeout(Math.toIntExact(readTimeout.toMillis()));
        DefaultBHttpServerConnection http = new DefaultBHttpServerConnection("http", Http1Config.DEFAULT);
        open.add(http);
        pool.execute(() -> {
            try {
                bind(http, client);
                new Connection(http, door, closing).run();
            } catch (IOException e) {
                // The client went away before its first request.
            } finally {
                open.remove(http);
            }
        });
    }

    private void bind(DefaultBHttpServerConnection http, Socket client) throws IOException {
        if (tls == null) {
            http.bind(client);
        } else {
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
            secured.setUseClientMode(false);
            http.bind(secured, client);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it gets.
        }
        open.forEach(connection -> connection.close(CloseMode.IMMEDIATE));
        pool.shutdownNow();
    }
}
