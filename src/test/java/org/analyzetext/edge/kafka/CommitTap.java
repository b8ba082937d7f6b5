package org.analyzetext.edge.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Stands between an instance and the broker and sees when the instance is about to end a transaction that acknowledges
 * records of one group: by then its job records are written, and neither they nor the acknowledgement hold.
 */
final class CommitTap implements AutoCloseable {
    private static final short END_TRANSACTION = 26;
    private static final short ACKNOWLEDGE_IN_TRANSACTION = 28;

    private final ServerSocket door;
    private final int broker;
    private final byte[] group;
    private final BooleanSupplier beforeCommit;
    private final Runnable afterCommit;

    /**
     * Opens the door.
     *
     * @param door the port that the broker tells clients of
     * @param broker the port on which the broker listens for them
     * @param beforeCommit asked before a commit goes on; false keeps it back for good
     * @param afterCommit told when the broker has the commit
     */
    CommitTap(int door, int broker, String group, BooleanSupplier beforeCommit, Runnable afterCommit)
            throws IOException {
        this.door = new ServerSocket(door, 100, InetAddress.getLoopbackAddress());
        this.broker = broker;
        byte[] name = group.getBytes(StandardCharsets.UTF_8);
        this.group = ByteBuffer.allocate(name.length + 1)
                .put((byte) (name.length + 1))
                .put(name)
                .array();
        this.beforeCommit = beforeCommit;
        this.afterCommit = afterCommit;
        start(this::accept);
    }

    String address() {
        return "localhost:" + door.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // One side has gone; the other notices.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), broker)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start(() -> {
                try (client;
                        server) {
                    server.getInputStream().transferTo(client.getOutputStream());
                }
            });
            requests(new DataInputStream(client.getInputStream()), new DataOutputStream(server.getOutputStream()));
        }
    }

    private void requests(DataInputStream in, DataOutputStream out) throws IOException {
        boolean acknowledges = false;
        while (true) {
            byte[] request = new byte[in.readInt()];
            in.readFully(request);
            short api = ByteBuffer.wrap(request).getShort();
            acknowledges |= api == ACKNOWLEDGE_IN_TRANSACTION && contains(request, group);
            boolean commit = api == END_TRANSACTION && acknowledges;
            if (commit && !beforeCommit.getAsBoolean()) {
                return;
            }
            ByteBuffer frame = ByteBuffer.allocate(request.length + 4)
                    .putInt(request.length)
                    .put(request);
            out.write(frame.array());
            out.flush();
            if (commit) {
                acknowledges = false;
                afterCommit.run();
            }
        }
    }

    private static boolean contains(byte[] request, byte[] part) {
        return new String(request, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
