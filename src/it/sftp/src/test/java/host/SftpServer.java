package host;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A server for SFTP in this process, which acts at chosen moments of a transfer: once, and the request fails. */
final class SftpServer implements AutoCloseable {
    private final SshServer server = SshServer.setUpDefaultServer();
    private final KeyPair key = KeyUtils.generateKeyPair("ssh-rsa", 2048);
    private final AtomicReference<Moment> next = new AtomicReference<>();
    private volatile boolean cut;

    private record Moment(boolean move, String file, long offset, Runnable action) {}

    SftpServer(Path folder, String password) throws Exception {
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(key));
        server.setPasswordAuthenticator(
                (user, given, session) -> user.equals("labels") && given.equals(password));
        server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(new Listener());
        server.setSubsystemFactories(List.of(sftp));
        server.start();
    }

    int port() {
        return server.getPort();
    }

    /** Writes the file by which a client knows this server. */
    Path knownHosts(Path file) throws IOException {
        return Files.writeString(
                file, "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(key.getPublic()) + "\n");
    }

    /** Before the file is read at this offset or behind it. */
    void onRead(String file, long offset, Runnable action) {
        next.set(new Moment(false, file, offset, action));
    }

    /** Before the file is renamed. */
    void onMove(String file, Runnable action) {
        next.set(new Moment(true, file, 0, action));
    }

    /** Ends the connection when so much of the file has been read. */
    void cutConnection(String file, long offset) {
        onRead(file, offset, () -> {
            cut = true;
            server.getActiveSessions().forEach(session -> session.close(true));
        });
    }

    boolean wasCut() {
        return cut;
    }

    /** Whether the last moment has come. */
    boolean acted() {
        return next.get() == null;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private void act(boolean move, Path file, long offset) throws IOException {
        Moment moment = next.get();
        if (moment != null
                && moment.move == move
                && file.getFileName().toString().equals(moment.file)
                && offset >= moment.offset
                && next.compareAndSet(moment, null)) {
            moment.action.run();
            throw new ConnectException("the test ended the connection here");
        }
    }

    private final class Listener implements SftpEventListener {
        @Override
        public void reading(
                ServerSession session,
                String remoteHandle,
                FileHandle localHandle,
                long offset,
                byte[] data,
                int dataOffset,
                int dataLen)
                throws IOException {
            act(false, localHandle.getFile(), offset);
        }

        @Override
        public void moving(ServerSession session, Path srcPath, Path dstPath, Collection<CopyOption> opts)
                throws IOException {
            act(true, srcPath, 0);
        }
    }
}
