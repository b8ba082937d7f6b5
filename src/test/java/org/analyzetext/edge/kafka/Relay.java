package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between the application and a service, and can make the service look like a stopped process, which still takes
 * connections and bytes and answers nothing until it continues, or like one that is gone.
 */
final class Relay implements AutoCloseable {
    private final InetSocketAddress service;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server;
    private boolean stopped;

    Relay(URI service) {
        this.service = new InetSocketAddress(service.getHost(), service.getPort());
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        port = server.getLocalPort();
        threads.submit(this::accept);
    }

    URI endpoint() {
        return URI.create("http://localhost:" + port);
    }

    /** No byte goes through from now on; connections are still taken. */
    synchronized void stop() {
        stopped = true;
    }

    /** All goes through again, what has come meanwhile too. */
    synchronized void proceed() {
        stopped = false;
        notifyAll();
    }

    /** Breaks all connections off, whatever is under way on them, and refuses new ones. */
    void cut() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Takes connections again. */
    void reopen() throws IOException {
        server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    private void accept() {
        ServerSocket listening = server;
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket there = new Socket();
                sockets.add(client);
                sockets.add(there);
                there.connect(service);
                threads.submit(() -> pass(client, there));
                threads.submit(() -> pass(there, client));
            } catch (IOException closed) {
                // The next connection, or the end.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitProceeding();
                out.write(buffer, 0, read);
            }
        } catch (IOException | InterruptedException over) {
            // Of this connection.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized void awaitProceeding() throws InterruptedException {
        while (stopped) {
            wait();
        }
    }

    @Override
    public void close() {
        try {
            cut();
        } catch (IOException over) {
            throw new UncheckedIOException(over);
        } finally {
            threads.shutdownNow();
        }
    }
}
